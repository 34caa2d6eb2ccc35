package org.alexnet.graph.cli;

import org.alexnet.graph.spec.AlexNetSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that describe a network without a data set. */
final class StandaloneNetwork {
  @Option(
      names = "--classes",
      paramLabel = "COUNT",
      description = "Number of classes (default: the preset's).")
  private Integer classes;

  @Mixin private NetworkOptions network;

  AlexNetSpec spec() {
    AlexNetSpec spec = network.spec();
    if (network.inputSize().isPresent()) {
      spec = spec.withImageSize(network.inputSize().getAsInt());
    }
    return classes == null ? spec : spec.withClassCount(classes);
  }
}
