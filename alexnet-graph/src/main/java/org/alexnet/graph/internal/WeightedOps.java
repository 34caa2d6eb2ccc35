package org.alexnet.graph.internal;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.FeatureMap;
import org.alexnet.graph.spec.LocallyConnected;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.Weighted;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.op.core.StridedSliceGrad;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** The operations of layers with weights and biases. */
final class WeightedOps {
  private WeightedOps() {}

  static <T extends TNumber> LayerOps<T> of(Weighted layer, TowerPart<T> part) {
    if (layer instanceof Conv conv) {
      return new ConvOps<>(conv, Convolution.of(conv, part), part);
    }
    if (layer instanceof LocallyConnected local) {
      return new LocallyConnectedOps<>(local, part);
    }
    if (layer instanceof Dense) {
      return new DenseOps<>(part);
    }
    throw LayerOps.missing(layer);
  }

  /**
   * Returns the sum of a gradient over images and pixels, for each channel. Of bfloat16 it is a
   * product with ones: that is summed up in float32 too, and takes a tenth of the time of a cast
   * and TensorFlow's own operation.
   */
  static <T extends TNumber> Operand<TFloat32> biasGradient(
      Ops tf, TowerPart<T> part, Operand<T> dy) {
    if (part.type().isFloat32()) {
      return tf.nn.biasAddGrad(part.type().toFloat32(tf, dy));
    }
    Operand<T> rows = tf.reshape(dy, tf.constant(new long[] {-1, part.channels()}));
    Operand<TInt32> count = tf.math.div(tf.size(rows), tf.constant(part.channels()));
    Operand<TInt32> shape = tf.stack(List.of(tf.constant(1), count));
    Operand<T> ones = tf.fill(shape, part.type().of(tf, 1f));
    Operand<T> sums = tf.linalg.matMul(ones, rows);
    return part.type().toFloat32(tf, tf.reshape(sums, tf.constant(new int[] {-1})));
  }

  /**
   * A locally connected layer: its windows side by side, times the weights of their pixels. In the
   * products n is the image, r and c are row and column of the output, k is a value of the window,
   * f the filter.
   */
  private record LocallyConnectedOps<T extends TNumber>(LocallyConnected layer, TowerPart<T> part)
      implements LayerOps<T> {
    /** The axes of {@code [N, rows, columns, channels]} that are taken whole, a bit each. */
    private static final long WHOLE = 0b1001;

    @Override
    public Forward<T> forward(Ops tf, Operand<T> x) {
      Operand<T> weights = part.parameter(Kind.WEIGHTS);
      Margin margin = new Margin(layer.padding());
      Operand<T> padded = margin.added(tf, x, 0);
      Operand<T> windows = unfolded(tf, padded);
      return new Forward<>(
          tf.math.add(
              tf.linalg.einsum(List.of(windows, weights), "nrck,rckf->nrcf"),
              part.parameter(Kind.BIASES)),
          (back, dy) ->
              margin.removed(
                  back,
                  folded(
                      back,
                      back.linalg.einsum(List.of(dy, weights), "nrcf,rckf->nrck"),
                      back.shape(padded))),
          ImmutableMap.of(
              Kind.WEIGHTS,
              (back, dy) ->
                  part.type()
                      .toFloat32(back, back.linalg.einsum(List.of(windows, dy), "nrck,nrcf->rckf")),
              Kind.BIASES,
              (back, dy) -> back.reduceSum(part.type().toFloat32(back, dy), back.constant(0))));
    }

    /**
     * Returns {@code [N, rows, columns, kernelSize * kernelSize * channels]}. It is made of slices
     * and not by ExtractImagePatches, since the gradient of a slice is one operation, exact for any
     * stride and padding, while that of the patches would be a convolution with an identity.
     */
    private Operand<T> unfolded(Ops tf, Operand<T> maps) {
      List<Operand<T>> pixels = new ArrayList<>();
      for (Offset offset : offsets()) {
        pixels.add(
            tf.stridedSlice(
                maps,
                offset.begin(tf),
                offset.end(tf),
                offset.strides(tf),
                StridedSlice.beginMask(WHOLE),
                StridedSlice.endMask(WHOLE)));
      }
      return GraphOps.joined(tf, pixels, -1);
    }

    /**
     * Returns the gradient of the feature maps: each slice goes back to where it was taken from.
     */
    private Operand<T> folded(Ops tf, Operand<T> windows, Operand<TInt32> shape) {
      List<Operand<T>> maps = new ArrayList<>();
      List<Offset> offsets = offsets();
      List<Operand<T>> pixels =
          List.copyOf(tf.split(tf.constant(-1), windows, (long) offsets.size()).output());
      for (int i = 0; i < offsets.size(); i++) {
        Offset offset = offsets.get(i);
        maps.add(
            tf.stridedSliceGrad(
                shape,
                offset.begin(tf),
                offset.end(tf),
                offset.strides(tf),
                pixels.get(i),
                StridedSliceGrad.beginMask(WHOLE),
                StridedSliceGrad.endMask(WHOLE)));
      }
      return tf.math.addN(maps);
    }

    /** Returns the pixels of a window, by row and column. */
    private List<Offset> offsets() {
      List<Offset> offsets = new ArrayList<>();
      for (int row = 0; row < layer.kernelSize(); row++) {
        for (int column = 0; column < layer.kernelSize(); column++) {
          offsets.add(new Offset(row, column, layer.stride(), part.shape().output()));
        }
      }
      return offsets;
    }

    /** One pixel of all windows: a slice of the feature maps. */
    private record Offset(int row, int column, int stride, FeatureMap output) {
      Operand<TInt32> begin(Ops tf) {
        return tf.constant(new int[] {0, row, column, 0});
      }

      Operand<TInt32> end(Ops tf) {
        return tf.constant(
            new int[] {
              0,
              row + (output.height() - 1) * stride + 1,
              column + (output.width() - 1) * stride + 1,
              0
            });
      }

      Operand<TInt32> strides(Ops tf) {
        return tf.constant(new int[] {1, stride, stride, 1});
      }
    }
  }

  /** A dense layer. */
  private record DenseOps<T extends TNumber>(TowerPart<T> part) implements LayerOps<T> {

    @Override
    public Forward<T> forward(Ops tf, Operand<T> x) {
      Operand<T> weights = part.parameter(Kind.WEIGHTS);
      long width = part.shape().read().size();
      Operand<T> flat = tf.reshape(x, tf.constant(new long[] {-1, width}));
      return new Forward<>(
          tf.nn.biasAdd(tf.linalg.matMul(flat, weights), part.parameter(Kind.BIASES)),
          (back, dy) ->
              back.reshape(back.linalg.matMul(dy, weights, MatMul.transposeB(true)), back.shape(x)),
          ImmutableMap.of(
              Kind.WEIGHTS,
              (back, dy) ->
                  part.type()
                      .toFloat32(back, back.linalg.matMul(flat, dy, MatMul.transposeA(true))),
              Kind.BIASES,
              (back, dy) -> biasGradient(back, part, dy)));
    }
  }
}
