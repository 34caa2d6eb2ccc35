package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.alexnet.graph.spec.Layer.AveragePool;
import org.alexnet.graph.spec.Layer.Conv;
import org.alexnet.graph.spec.Layer.Dense;
import org.alexnet.graph.spec.Layer.MaxPool;

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
   * @param input what it reads
   * @param output what it gives
   */
  public record Step(Layer layer, FeatureMap input, FeatureMap output) {}

  /**
   * Height, width and channels of one image's activations; a dense layer's are 1 x 1 x units.
   *
   * @param height rows
   * @param width columns
   * @param channels maps or units, all towers together
   */
  public record FeatureMap(int height, int width, int channels) {
    /** Number of values. */
    public long size() {
      return (long) height * width * channels;
    }

    @Override
    public String toString() {
      return height == 1 && width == 1
          ? Integer.toString(channels)
          : height + "x" + width + "x" + channels;
    }
  }

  /**
   * Follows an image through the layers of a network.
   *
   * @param spec the network
   */
  public static ShapeTrace of(AlexNetSpec spec) {
    return of(spec.imageSize(), spec.layers());
  }

  static ShapeTrace of(int imageSize, List<Layer> layers) {
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    FeatureMap map = new FeatureMap(imageSize, imageSize, 3);
    for (Layer layer : layers) {
      FeatureMap output = outputOf(layer, map, imageSize);
      steps.add(new Step(layer, map, output));
      map = output;
    }
    return new ShapeTrace(steps.build());
  }

  /**
   * The step of the layer with that name.
   *
   * @param layerName a layer of the network
   */
  public Step step(String layerName) {
    return steps.stream()
        .filter(step -> step.layer().name().equals(layerName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no layer is named " + layerName));
  }

  private static FeatureMap outputOf(Layer layer, FeatureMap input, int imageSize) {
    if (layer instanceof Conv conv) {
      int padding = conv.padding().near() + conv.padding().far();
      return windows(layer, input, conv.size(), conv.stride(), padding, conv.kernels(), imageSize);
    }
    if (layer instanceof MaxPool pool) {
      return pooled(layer, input, pool.size(), pool.stride(), pool.overhang(), imageSize);
    }
    if (layer instanceof AveragePool pool) {
      return pooled(layer, input, pool.size(), pool.stride(), pool.overhang(), imageSize);
    }
    if (layer instanceof Dense dense) {
      return new FeatureMap(1, 1, dense.units());
    }
    return input;
  }

  private static FeatureMap pooled(
      Layer layer, FeatureMap input, int size, int stride, boolean overhang, int imageSize) {
    int padding = overhang ? overhang(input.height(), size, stride) : 0;
    return windows(layer, input, size, stride, padding, input.channels(), imageSize);
  }

  /** The pixels that are missing for the last window to be whole. */
  public static int overhang(int side, int size, int stride) {
    return side <= size ? size - side : Math.floorMod(size - side, stride);
  }

  private static FeatureMap windows(
      Layer layer,
      FeatureMap input,
      int size,
      int stride,
      int padding,
      int channels,
      int imageSize) {
    checkArgument(
        input.height() + padding >= size,
        "imageSize %s is too small: %s needs %s rows, found %s; the smallest for the paper's layers"
            + " is %s",
        imageSize,
        layer.name(),
        size - padding,
        input.height(),
        AlexNetSpec.SMALLEST_IMAGE);
    return new FeatureMap(
        (input.height() + padding - size) / stride + 1,
        (input.width() + padding - size) / stride + 1,
        channels);
  }
}
