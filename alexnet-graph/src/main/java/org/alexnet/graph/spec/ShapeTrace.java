package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;

/**
 * The shape of every layer's output, computed without TensorFlow.
 *
 * @param steps one for each layer, in order
 */
public record ShapeTrace(ImmutableList<Step> steps) {

  /**
   * The shape before and after one layer; channels count all towers together.
   *
   * @param layer the layer
   * @param input shape of the layer before
   * @param output shape of the output
   * @param inputParts how many towers hold an equal part of the input; 1 for the image, which all
   *     read
   * @param outputParts how many towers hold a part of the output; equal parts but of the last layer
   */
  public record Step(
      Layer layer, FeatureMap input, FeatureMap output, int inputParts, int outputParts) {

    /** Returns whether each tower must gather the parts of the input that others hold. */
    public boolean isAllGather() {
      return inputParts > 1 && layer.isCrossTower();
    }

    /** Returns whether all towers read the same: the image, or all of the layer before. */
    public boolean readsSame() {
      return inputParts == 1 || layer.isCrossTower();
    }

    /**
     * Returns how many channels of the output one tower holds.
     *
     * @param tower one of those that hold a part
     */
    public int outputChannels(int tower) {
      return Parts.size(output.channels(), tower, outputParts);
    }

    /** Returns the shape of what one tower reads. */
    public FeatureMap read() {
      return readsSame() ? input : input.part(inputParts);
    }
  }

  /**
   * Follows an image through the layers of a network.
   *
   * @param spec the network
   */
  public static ShapeTrace of(AlexNetSpec spec) {
    return of(spec.imageSize(), spec.towers(), spec.layers());
  }

  static ShapeTrace of(int imageSize, int towers, ImmutableList<Layer> layers) {
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    FeatureMap image = FeatureMap.image(imageSize);
    FeatureMap shape = image;
    int parts = 1;
    for (Layer layer : layers) {
      FeatureMap output = outputOf(layer, shape, imageSize);
      layer.requireFits(image, shape);
      int outputParts = layer.partCount(towers);
      steps.add(new Step(layer, shape, output, parts, outputParts));
      shape = output;
      parts = outputParts;
    }
    return new ShapeTrace(steps.build());
  }

  private static FeatureMap outputOf(Layer layer, FeatureMap input, int imageSize) {
    checkArgument(
        !layer.needsFeatureMap() || !input.isFlat(),
        "%s needs a feature map, but follows a dense layer",
        layer.name());
    try {
      return layer.output(input);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(
              "imageSize %s is too small: %s; the smallest for the paper's layers is %s",
              imageSize, e.getMessage(), AlexNetSpec.SMALLEST_IMAGE),
          e);
    }
  }

  /** Returns the shape of the network's image. */
  public FeatureMap image() {
    return steps.get(0).input();
  }

  /** Returns the last step, whose outputs are joined in the first tower. */
  public Step logits() {
    return Iterables.getLast(steps);
  }

  /**
   * Returns the step of the layer with that name.
   *
   * @param layerName a layer of the network
   */
  public Step step(String layerName) {
    return steps.stream()
        .filter(step -> step.layer().name().equals(layerName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no layer is named " + layerName));
  }
}
