package org.alexnet.graph;

import java.util.Random;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;

/** Float64 arrays to and from float32 tensors, and how far two of them are apart. */
public final class Arrays64 {
  private Arrays64() {}

  public static TFloat32 tensor(Shape shape, double[] values) {
    float[] floats = new float[values.length];
    for (int at = 0; at < floats.length; at++) {
      floats[at] = (float) values[at];
    }
    return TFloat32.tensorOf(shape, DataBuffers.of(floats));
  }

  public static double[] array(Tensor tensor) {
    float[] floats = new float[(int) tensor.shape().size()];
    if (tensor instanceof TBfloat16 rounded) {
      rounded.copyTo(DataBuffers.of(floats));
    } else {
      tensor.asRawTensor().data().asFloats().read(floats);
    }
    double[] values = new double[floats.length];
    for (int at = 0; at < floats.length; at++) {
      values[at] = floats[at];
    }
    return values;
  }

  /** Gaussian values that a float32 holds exactly. */
  public static double[] gaussians(Random random, long count, double std) {
    return random.doubles(count).map(any -> (float) (std * random.nextGaussian())).toArray();
  }

  public static double norm(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  /** The norm of the difference by the norm of what is expected. */
  public static double relativeError(double[] actual, double[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(actual.length + " values instead of " + expected.length);
    }
    double[] difference = new double[actual.length];
    for (int at = 0; at < actual.length; at++) {
      difference[at] = actual[at] - expected[at];
    }
    return norm(difference) / norm(expected);
  }
}
