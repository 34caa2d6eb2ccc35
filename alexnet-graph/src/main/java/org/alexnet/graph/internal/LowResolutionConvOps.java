package org.alexnet.graph.internal;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.alexnet.graph.spec.FeatureMap;
import org.alexnet.graph.spec.LowResolution;
import org.alexnet.graph.spec.LowResolutionConv;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * A convolution of the network's images at a low resolution, added to the layer before, whose
 * gradient is that of the sum. Nobody asks for the gradient of the images.
 */
record LowResolutionConvOps<T extends TNumber>(LowResolutionConv layer, TowerPart<T> part)
    implements LayerOps<T> {

  @Override
  public Forward<T> forward(Ops tf, Operand<T> x) {
    Operand<T> weights = part.parameter(Kind.WEIGHTS);
    Operand<T> padded = new Margin(layer.padding()).added(tf, lowResolution(tf), 0);
    List<Long> strides = strides(layer.stride());
    return new Forward<>(
        tf.math.add(x, tf.nn.conv2d(padded, weights, strides, "VALID")),
        (back, dy) -> dy,
        ImmutableMap.of(
            Kind.WEIGHTS,
            (back, dy) ->
                part.type()
                    .toFloat32(
                        back,
                        back.nn.conv2dBackpropFilter(
                            padded, back.shape(weights), dy, strides, "VALID"))));
  }

  /** Returns the blur of those pixels that are kept, and of no others. */
  private Operand<T> lowResolution(Ops tf) {
    LowResolution resolution = layer.resolution();
    Padding around = Padding.around(resolution.kernelSize() / 2);
    Operand<T> padded = new Margin(around).added(tf, part.type().of(tf, part.images()), 0);
    Operand<T> fromFirst =
        tf.stridedSlice(
            padded,
            Indices.all(),
            Indices.sliceFrom(resolution.first()),
            Indices.sliceFrom(resolution.first()),
            Indices.all());
    return tf.nn.depthwiseConv2dNative(
        fromFirst,
        part.type().of(tf, tf.constant(blur(resolution))),
        strides(resolution.stride()),
        "VALID");
  }

  /** Returns the same Gaussian window for each color, whose values sum to 1. */
  private float[][][][] blur(LowResolution resolution) {
    int size = resolution.kernelSize();
    double[] bell = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double distance = (i - size / 2) / resolution.std();
      bell[i] = Math.exp(-distance * distance / 2);
      sum += bell[i];
    }
    float[][][][] blur = new float[size][size][FeatureMap.IMAGE_CHANNELS][1];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        for (float[] color : blur[row][column]) {
          color[0] = (float) (bell[row] * bell[column] / (sum * sum));
        }
      }
    }
    return blur;
  }

  private static List<Long> strides(int stride) {
    return List.of(1L, (long) stride, (long) stride, 1L);
  }
}
