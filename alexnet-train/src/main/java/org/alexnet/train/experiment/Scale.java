package org.alexnet.train.experiment;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.train.TrainingRecipe;

/**
 * How large an experiment is: its images, and the networks that fit them. The paper's is {@link
 * #IMAGENET}; at the others networks are narrower and trained for fewer steps, so that a laptop
 * does in minutes to hours what took the paper's machine days. Nothing of them was chosen by the
 * outcome of an experiment.
 *
 * @param name its name on the command line
 * @param imageSize side of the images that are stored for the network of the paper, in pixels
 * @param network the network of the paper, as it is compared here
 * @param fourLayers the four-layer network of section 3.1, without regularization
 * @param imagesPerClass the most training images of a class that are prepared
 */
public record Scale(
    String name, int imageSize, Setup network, Setup fourLayers, int imagesPerClass) {
  /** What the width of the paper's layers is divided by on small images. */
  private static final int NARROWER = 4;

  /** Side of crops of the small images, 67 of 76 as 227 of 256: the smallest for the network. */
  private static final int SMALL_CROP = 67;

  private static final int SMALL_IMAGE = 76;

  /** 6,000 gray images of 28x28 pixels in ten classes, which come with the library. */
  public static final Scale FASHION = small("fashion", 600);

  /** 10,000 of the 50,000 color images of 32x32 pixels in ten classes. */
  public static final Scale CIFAR10 = small("cifar10", 1000);

  /** The paper's. */
  public static final Scale IMAGENET =
      new Scale(
          "imagenet",
          256,
          new Setup(Preset.PAPER.spec(), TrainingRecipe.paper()),
          fourLayerNetwork(90),
          Integer.MAX_VALUE);

  /** All of them. */
  public static final ImmutableList<Scale> ALL = ImmutableList.of(FASHION, CIFAR10, IMAGENET);

  private static Scale small(String name, int imagesPerClass) {
    return new Scale(
        name,
        SMALL_IMAGE,
        new Setup(
            narrow(Preset.PAPER.spec().withImageSize(SMALL_CROP)),
            TrainingRecipe.paper()
                .withBatchSize(32)
                .withEpochs(12)
                .withSchedule(new MultiStep(ImmutableList.of(8, 11), 0.1))),
        fourLayerNetwork(40),
        imagesPerClass);
  }

  /**
   * Returns a narrower network in which sums have the variance that they begin with in the whole
   * one: a quarter of the inputs, weights of twice the standard deviation; conv1 has the inputs
   * that it had. With the weights of the paper nothing is learned in a narrow network for many
   * epochs.
   */
  private static AlexNetSpec narrow(AlexNetSpec spec) {
    double factor = Math.sqrt(NARROWER);
    return spec.withWidthDividedBy(NARROWER)
        .withLayers(
            "weights x " + factor,
            layer -> {
              if (layer instanceof Conv conv) {
                return conv.name().equals("conv1")
                    ? conv
                    : conv.withInitializer(wider(conv.initializer(), factor));
              }
              return layer instanceof Dense dense
                  ? dense.withInitializer(wider(dense.initializer(), factor))
                  : layer;
            });
  }

  private static Initializer wider(Initializer initializer, double factor) {
    return new Initializer(factor * initializer.weightStd(), initializer.bias());
  }

  private static Setup fourLayerNetwork(int epochs) {
    return new Setup(Preset.CIFAR10.spec(), TrainingRecipe.of(Preset.CIFAR10).withEpochs(epochs));
  }

  /**
   * Returns the scale of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Scale named(String name) {
    return ALL.stream()
        .filter(scale -> scale.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the scale must be fashion, cifar10 or imagenet, found " + name));
  }

  /** Returns the name, with a note if it is one of {@link #ALL} that was cut down to try it. */
  public String label() {
    boolean isCut = !ALL.contains(this) && ALL.stream().anyMatch(whole -> whole.name.equals(name));
    TrainingRecipe recipe = network.recipe();
    return isCut
        ? String.format(
            Locale.ROOT,
            "%s (trial: %s, at most %d epochs, batches of %d)",
            name,
            network.spec().name(),
            recipe.epochs(),
            recipe.batchSize())
        : name;
  }

  /** Returns a copy with narrower networks, to try it. */
  public Scale withWidthDividedBy(int divisor) {
    return new Scale(
        name,
        imageSize,
        network.withNetwork(spec -> spec.withWidthDividedBy(divisor)),
        fourLayers.withNetwork(spec -> spec.withWidthDividedBy(divisor)),
        imagesPerClass);
  }

  /** Returns a copy in which nothing is trained for more epochs than this, to try it. */
  public Scale withMostEpochs(int epochs) {
    return new Scale(
        name, imageSize, shorter(network, epochs), shorter(fourLayers, epochs), imagesPerClass);
  }

  /** Returns a copy whose batches have no more images than this, to try it. */
  public Scale withMostInBatch(int images) {
    UnaryOperator<TrainingRecipe> smaller =
        recipe -> recipe.withBatchSize(Math.min(recipe.batchSize(), images));
    return new Scale(
        name,
        imageSize,
        network.withRecipe(smaller),
        fourLayers.withRecipe(smaller),
        imagesPerClass);
  }

  private static Setup shorter(Setup setup, int epochs) {
    return setup.withRecipe(recipe -> recipe.withEpochs(Math.min(recipe.epochs(), epochs)));
  }
}
