package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Locale;
import java.util.Optional;
import org.alexnet.data.Dataset;
import org.alexnet.graph.cli.NetworkOptions;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.preset.PresetRecipe;
import org.alexnet.graph.run.ReleasedRun;
import org.alexnet.graph.spec.AlexNetSpec;
import picocli.CommandLine.Mixin;

/** The options that describe a network for a data set. */
final class TrainedNetwork {
  @Mixin private NetworkOptions options;

  /** Returns the released run, if one is named. */
  Optional<ReleasedRun> run() {
    return options.run();
  }

  PresetRecipe recipe() {
    return options.recipe();
  }

  /** Returns whether nothing is said of the network. */
  boolean isDefault() {
    return options.inputSize().isEmpty() && options.spec().equals(Preset.PAPER.spec());
  }

  /** Returns the network without a data set: with the preset's classes and input size. */
  AlexNetSpec spec() {
    AlexNetSpec spec = options.spec();
    return options.inputSize().isPresent()
        ? spec.withImageSize(options.inputSize().getAsInt())
        : spec;
  }

  AlexNetSpec spec(Dataset dataset) {
    AlexNetSpec spec = options.spec().withClassCount(dataset.classCount());
    if (options.inputSize().isPresent()) {
      int size = options.inputSize().getAsInt();
      checkArgument(
          size <= dataset.imageSize(),
          "--input-size must be at most %s, the image size of %s, found %s",
          dataset.imageSize(),
          dataset.directory(),
          size);
      return spec.withImageSize(size);
    }
    int crop = recipe().input().cropOf(spec.imageSize(), dataset.imageSize());
    try {
      return spec.withImageSize(crop);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "crops of %d pixels, as usual for the %d pixels of %s, are too small for the"
                  + " network; give --input-size, or prepare larger images (%s)",
              crop,
              dataset.imageSize(),
              dataset.directory(),
              e.getMessage()),
          e);
    }
  }
}
