package org.alexnet.graph.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.Arrays64;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.reference.ReferenceNorm;
import org.alexnet.graph.reference.Volume;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** Compiled loops against the reference, on any processor. */
class CompiledNormOpsTest {
  private static final int IMAGES = 2;
  private static final int SIDE = 5;
  private static final LocalResponseNorm PAPER = new LocalResponseNorm("norm", 5, 2, 1e-4, 0.75);

  /** Half the distance of two neighboring bfloat16 numbers, relative. */
  private static final double ROUNDING = 1 / 256.0;

  /**
   * A tower that reads its own channels, and one that reads those of all towers.
   *
   * @param n of the layer
   * @param beta of the layer; 0.75 is computed by roots
   * @param read channels that the tower reads
   * @param first the first of its own among them
   * @param own how many are its own
   */
  @ParameterizedTest
  @CsvSource({
    "5, 0.75, 8, 0, 8",
    "5, 0.75, 8, 4, 4",
    "3, 0.5, 8, 2, 4",
    "5, 0.6, 3, 0, 3",
    "1, 0.75, 4, 0, 4"
  })
  void outputAndGradientAreThoseOfTheReference(int n, double beta, int read, int first, int own)
      throws Exception {
    LocalResponseNorm norm = new LocalResponseNorm("norm", n, 2, 0.5, beta);
    Random random = new Random(read + first);
    double[] x = Arrays64.gaussians(random, values(read), 2);
    double[] dy = Arrays64.gaussians(random, values(own), 1);

    List<double[]> computed = compute(norm, Precision.FLOAT32, x, dy, read, first, own);

    assertThat(Arrays64.relativeError(computed.get(0), output(norm, x, read, first, own)))
        .isLessThan(3e-7);
    assertThat(Arrays64.relativeError(computed.get(1), gradient(norm, x, dy, read, first, own)))
        .isLessThan(3e-7);
  }

  /** What is read and what is given is rounded, and nothing between. */
  @Test
  void inBfloat16EachValueIsOneRoundingAway() throws Exception {
    Random random = new Random(3);
    double[] x = rounded(Arrays64.gaussians(random, values(8), 100));
    double[] dy = rounded(Arrays64.gaussians(random, values(8), 1));

    List<double[]> computed = compute(PAPER, Precision.BFLOAT16, x, dy, 8, 0, 8);

    assertThatEachIsRounded(computed.get(0), output(PAPER, x, 8, 0, 8));
    assertThatEachIsRounded(computed.get(1), gradient(PAPER, x, dy, 8, 0, 8));
  }

  private static void assertThatEachIsRounded(double[] actual, double[] expected) {
    for (int at = 0; at < expected.length; at++) {
      double tolerance =
          ROUNDING * Math.abs(expected[at]) + 1e-6; // float32's own, where it cancels
      assertThat(actual[at]).isCloseTo(expected[at], within(tolerance));
    }
  }

  private static double[] rounded(double[] values) {
    return Arrays.stream(values)
        .map(value -> Float.intBitsToFloat(Float.floatToIntBits((float) value) & 0xffff0000))
        .toArray();
  }

  private static int values(int channels) {
    return IMAGES * SIDE * SIDE * channels;
  }

  private static double[] output(LocalResponseNorm norm, double[] x, int read, int first, int own) {
    return channels(ReferenceNorm.forward(norm, volume(x, read)).values(), read, first, own);
  }

  private static double[] gradient(
      LocalResponseNorm norm, double[] x, double[] dy, int read, int first, int own) {
    double[] ofAll = new double[x.length];
    for (int at = 0; at < dy.length; at++) {
      ofAll[at / own * read + first + at % own] = dy[at];
    }
    return ReferenceNorm.backward(norm, volume(x, read), volume(ofAll, read)).values();
  }

  private static double[] channels(double[] values, int read, int first, int own) {
    double[] channels = new double[values.length / read * own];
    for (int at = 0; at < channels.length; at++) {
      channels[at] = values[at / own * read + first + at % own];
    }
    return channels;
  }

  private static Volume volume(double[] values, int channels) {
    return new Volume(IMAGES, SIDE, SIDE, channels, values);
  }

  /** Returns the output and the gradient of the input. */
  private static List<double[]> compute(
      LocalResponseNorm norm,
      Precision precision,
      double[] x,
      double[] dy,
      int read,
      int first,
      int own)
      throws Exception {
    try (GraphSession<Loops> session =
            GraphSession.open(
                Placement.of("/CPU:0"),
                tf -> Loops.of(tf, norm, ComputeType.of(precision), read, first, own));
        TFloat32 fedX = Arrays64.tensor(Shape.of(IMAGES, SIDE, SIDE, read), x);
        TFloat32 fedDy = Arrays64.tensor(Shape.of(IMAGES, SIDE, SIDE, own), dy);
        Result result =
            session.run(
                runner ->
                    runner
                        .feed(session.operations().x, fedX)
                        .feed(session.operations().dy, fedDy)
                        .fetch(session.operations().y)
                        .fetch(session.operations().dx))) {
      return List.of(Arrays64.array(result.get(0)), Arrays64.array(result.get(1)));
    }
  }

  /** The loops in a graph, with float32 at both ends. */
  private record Loops(
      Placeholder<TFloat32> x,
      Placeholder<TFloat32> dy,
      Operand<TFloat32> y,
      Operand<TFloat32> dx) {

    static <T extends TNumber> Loops of(
        Ops builders, LocalResponseNorm norm, ComputeType<T> type, int read, int first, int own) {
      Ops tf = builders.withDevice(Placement.of("/CPU:0").towerDevice(0));
      Placeholder<TFloat32> x = placeholder(tf, read);
      Placeholder<TFloat32> dy = placeholder(tf, own);
      Forward<T> forward =
          new CompiledNormOps<>(norm, type, read, first, own).forward(tf, type.of(tf, x));
      assertThat(forward.output().shape().asArray()).containsExactly(-1, SIDE, SIDE, own);
      Operand<T> dx = forward.inputGradient().of(tf, type.of(tf, dy));
      assertThat(calls(tf)).isEqualTo(2);
      return new Loops(x, dy, type.toFloat32(tf, forward.output()), type.toFloat32(tf, dx));
    }

    private static Placeholder<TFloat32> placeholder(Ops tf, int channels) {
      return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, SIDE, SIDE, channels)));
    }

    private static long calls(Ops tf) {
      return GraphOps.graphOf(tf).toGraphDef().getNodeList().stream()
          .filter(node -> node.getAttrMap().containsKey("_XlaMustCompile"))
          .count();
    }
  }
}
