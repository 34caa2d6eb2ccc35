package org.alexnet.graph.cli;

import org.alexnet.graph.spec.AlexNetSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that describe a network without a data set. */
final class NetworkOptions {
  @Mixin private VariantOptions variant;

  @Option(
      names = "--image-size",
      description = "Side of the images in pixels (default: the preset's, 227 for paper).")
  private Integer imageSize;

  @Option(
      names = "--classes",
      description = "Number of classes (default: the preset's, 1000 for paper).")
  private Integer classes;

  AlexNetSpec spec() {
    AlexNetSpec spec = variant.spec();
    spec = imageSize == null ? spec : spec.withImageSize(imageSize);
    return classes == null ? spec : spec.withClassCount(classes);
  }
}
