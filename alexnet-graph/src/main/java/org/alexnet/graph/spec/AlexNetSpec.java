package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The network as data: everything that decides its shapes, its parameters and its mathematics, and
 * nothing of where it runs.
 *
 * @param name where the layers come from and how they were varied, {@code paper, no dropout} for
 *     example
 * @param imageSize side of the square RGB input, in pixels
 * @param towers number of towers that the layers are split over
 * @param seed seed of the initial weights and of dropout
 * @param layers the layers from the image to the logits; the last one is dense
 */
public record AlexNetSpec(
    String name, int imageSize, int towers, long seed, ImmutableList<Layer> layers) {

  /** The smallest image side that leaves a pixel after the last pooling layer of the paper. */
  public static final int SMALLEST_IMAGE = 67;

  /** The largest image side: that of a JPEG file, JPEG_MAX_DIMENSION of libjpeg. */
  public static final int LARGEST_IMAGE = 65_500;

  /** The most classes: some fifty times the 21,841 of the whole ImageNet. */
  public static final int MOST_CLASSES = 1_000_000;

  /** Checks that the layers fit each other, the image and the towers. */
  public AlexNetSpec {
    checkArgument(
        imageSize > 0 && imageSize <= LARGEST_IMAGE,
        "imageSize must be 1 to %s, found %s",
        LARGEST_IMAGE,
        imageSize);
    checkArgument(towers > 0, "towers must be positive, found %s", towers);
    checkArgument(!layers.isEmpty(), "layers must not be empty");
    checkArgument(
        Iterables.getLast(layers) instanceof Dense,
        "the last layer must be dense, found %s",
        Iterables.getLast(layers).name());
    checkArgument(
        layers.get(0) instanceof Weighted,
        "the first layer must have weights, found %s",
        layers.get(0).name());
    Set<String> names = new HashSet<>();
    for (Layer layer : layers) {
      checkArgument(names.add(layer.name()), "two layers are named %s", layer.name());
    }
    ImmutableList<ShapeTrace.Step> steps = ShapeTrace.of(imageSize, towers, layers).steps();
    steps.subList(0, steps.size() - 1).forEach(step -> requireEqualParts(step, towers));
    checkArgument(
        Iterables.getLast(steps).outputChannels(0) > 0,
        "towers must be at most the %s units of %s, found %s",
        Iterables.getLast(steps).output().channels(),
        Iterables.getLast(layers).name(),
        towers);
  }

  /** Returns the number of classes: the units of the last layer. */
  public int classCount() {
    return logits().units();
  }

  /**
   * Returns a copy for this number of classes.
   *
   * @param classCount 2 to {@value #MOST_CLASSES}
   */
  public AlexNetSpec withClassCount(int classCount) {
    checkArgument(
        classCount >= 2 && classCount <= MOST_CLASSES,
        "classCount must be 2 to %s, found %s",
        MOST_CLASSES,
        classCount);
    ImmutableList.Builder<Layer> changed = ImmutableList.builder();
    changed.addAll(layers.subList(0, layers.size() - 1)).add(logits().withWidth(classCount));
    return new AlexNetSpec(name, imageSize, towers, seed, changed.build());
  }

  /**
   * Returns a copy for images of this size.
   *
   * @param imageSize side in pixels, at least {@value #SMALLEST_IMAGE} for the paper's layers and
   *     at most {@value #LARGEST_IMAGE}
   */
  public AlexNetSpec withImageSize(int imageSize) {
    return new AlexNetSpec(name, imageSize, towers, seed, layers);
  }

  /**
   * Returns a copy with other random numbers.
   *
   * @param seed any value
   */
  public AlexNetSpec withSeed(long seed) {
    return new AlexNetSpec(name, imageSize, towers, seed, layers);
  }

  /**
   * Returns a copy with every layer with weights but the last narrowed, for trying things.
   *
   * @param divisor what the numbers of filters and units are divided by, without remainder
   */
  public AlexNetSpec withWidthDividedBy(int divisor) {
    return Variants.widthDividedBy(this, divisor);
  }

  /**
   * Returns a copy whose layers are spread over this number of towers; grouped layers see more or
   * less of the layer before.
   *
   * @param towers divides the filters and units of every layer
   */
  public AlexNetSpec withTowers(int towers) {
    return Variants.towers(this, towers);
  }

  /**
   * Returns the one-GPU network that the paper compares two GPUs with: half of the filters in each
   * layer but the last convolution, and the dense layers as they are. Source: paper, section 3.2,
   * and run 145-half of the code.
   *
   * @throws IllegalArgumentException if this has not two towers
   */
  public AlexNetSpec withOneTower() {
    return Variants.oneTower(this);
  }

  /** Returns a copy without normalization. Source: paper, section 3.3; run 148 of the code. */
  public AlexNetSpec withoutNormalization() {
    return Variants.withoutNormalization(this);
  }

  /**
   * Returns a copy with pooling windows that do not overlap: as large as their stride. Source:
   * paper, section 3.4. Paddings stay, and so do the sizes of the feature maps. It is not run 147
   * of the code, where windows hang over the edge and conv2 and conv5 have other paddings for it.
   */
  public AlexNetSpec withoutOverlap() {
    return Variants.withoutOverlap(this);
  }

  /**
   * Returns a copy whose response normalization runs over the neighboring channels of all towers:
   * the other reading of section 3.3 of the paper, whose N is the number of kernels in the layer.
   */
  public AlexNetSpec withCrossTowerNormalization() {
    return Variants.crossTowerNormalization(this);
  }

  /**
   * Returns a copy with this function in place of each activation, whose names change with it:
   * {@code relu1} becomes {@code tanh1}. Source: paper, section 3.1, which compares ReLU and tanh.
   */
  public AlexNetSpec withActivation(Activation.Kind kind) {
    return Variants.activation(this, kind);
  }

  /** Returns a copy without dropout. Source: paper, section 4.2. */
  public AlexNetSpec withoutDropout() {
    return Variants.withoutDropout(this);
  }

  /**
   * Returns a copy without a layer with weights in the middle: it goes with its non-linearity,
   * normalization and dropout; pooling stays. If it was cross-tower, the next layer with weights is
   * so instead. Source: paper, section 7.
   *
   * @param layer name of a layer with weights, neither the first nor the last
   */
  public AlexNetSpec withoutLayer(String layer) {
    return Variants.withoutLayer(this, layer);
  }

  /**
   * Returns a copy with a sixth convolutional layer over the last pooling layer: as many 3x3
   * filters as conv5 has, cross-tower. Source: paper, section 6; run 146 of the code.
   *
   * @throws IllegalArgumentException if it has no convolution conv5, or has conv6 already
   */
  public AlexNetSpec withSixthConvolution() {
    return Variants.sixthConvolution(this);
  }

  /**
   * Returns a copy whose towers meet in the last layer alone. All else stays, so it has fewer
   * parameters; it is not run 150 of the code, which makes up for them by other widths (320 filters
   * in conv2, 8192 units in fc6).
   *
   * @throws IllegalArgumentException if it has one tower
   */
  public AlexNetSpec withoutLinks() {
    return Variants.withoutLinks(this);
  }

  /**
   * Returns a copy with each layer replaced by what {@code change} makes of it.
   *
   * @param what the change in words, for the name
   * @param change from a layer to its replacement
   * @throws IllegalArgumentException if it changes no layer
   */
  public AlexNetSpec withLayers(String what, UnaryOperator<Layer> change) {
    return varied(what, layers.stream().map(change).collect(toImmutableList()));
  }

  /**
   * Returns whether another network computes the same from the same initial values, whatever its
   * name: the variations of a network may be written in any order.
   */
  public boolean isSameNetworkAs(AlexNetSpec other) {
    return new AlexNetSpec(name, other.imageSize, other.towers, other.seed, other.layers)
        .equals(this);
  }

  /** Returns a variant of this with other layers. */
  AlexNetSpec varied(String what, ImmutableList<Layer> layers) {
    checkArgument(
        !layers.equals(this.layers), "'%s' would change nothing in the network %s", what, name);
    return new AlexNetSpec(name + ", " + what, imageSize, towers, seed, layers);
  }

  /** What is not joined as the logits are is read in parts, tower by tower. */
  private static void requireEqualParts(ShapeTrace.Step step, int towers) {
    String name = step.layer().name();
    checkArgument(
        step.outputParts() == towers,
        "%s is not the last layer, so it must be spread over the towers",
        name);
    checkArgument(
        step.output().channels() % towers == 0,
        "towers must divide the %s filters or units of %s, found %s",
        step.output().channels(),
        name,
        towers);
  }

  /** The last layer, whose outputs are the logits. */
  private Dense logits() {
    return (Dense) Iterables.getLast(layers);
  }
}
