package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Dataset;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.TrainingInput;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.event.AfterEpochs;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.event.SetLearningRate.Target;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.Constant;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Relu;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** Sixty steps with events by a whole training, against the same steps in float64. */
class EventsByHandTest {
  private static final int STORED = 11;
  private static final int SIDE = 8;
  private static final int CLASSES = 7;
  private static final int INPUTS = SIDE * SIDE * 3;
  private static final int HIDDEN = 5;
  private static final int BATCH = 7; // a third of the 21 images
  private static final int STEPS = 60;

  /** After how many steps something changes. */
  private static final int[] CHANGES = {10, 15, 21, 30, 35, 40, 45};

  @TempDir private static Path shared;
  private static Dataset dataset;

  @BeforeAll
  static void prepare() throws IOException {
    dataset = FewImages.sevenClasses(shared, STORED, 3, 1);
  }

  private static TrainingRecipe recipe() {
    return new TrainingRecipe(
            BATCH,
            new SgdMomentum(0.9, 0.05).withBiases(new Biases.Fixed(0.002, false)),
            1e-3,
            new Constant(),
            20,
            new Augmentation(true, true, Augmentation.PcaScale.STANDARD_DEVIATION, 0.1)
                .withPcaDivided(true),
            3)
        .withEvents(
            Events.of(
                new Event(new AfterSteps(10), rate(Target.BIASES, 0.01, "fc2")),
                new Event(new AfterSteps(15), SetLearningRate.freeze("fc1")),
                new Event(new AfterEpochs(7), rate(Target.WEIGHTS, 1e-4, "fc2")), // 21 steps
                new Event(new AfterSteps(30), rate(Target.BIASES, 0, "fc2")),
                new Event(new AfterSteps(35), rate(Target.ALL, 5e-4, "fc1")),
                new Event(new AfterSteps(40), new SetAugmentation(true, true, 0)),
                new Event(new AfterSteps(45), rate(Target.BIASES, 0.001))));
  }

  private static SetLearningRate rate(Target target, double rate, String... layers) {
    return new SetLearningRate(ImmutableList.copyOf(layers), target, rate);
  }

  private static AlexNetSpec spec() {
    Initializer wide = new Initializer(0.02, 0.1);
    return new AlexNetSpec(
        "two layers",
        SIDE,
        1,
        4,
        ImmutableList.of(
            new Dense("fc1", HIDDEN, Connectivity.CROSS_TOWER, Dense.Spread.OVER_TOWERS, wide),
            new Relu("relu1"),
            new Dense("fc2", CLASSES, Connectivity.CROSS_TOWER, Dense.Spread.FIRST_TOWER, wide)));
  }

  /** Trains up to a step, from the latest checkpoint if there is one. */
  private static Map<String, float[]> trained(int steps, String run) throws IOException {
    long[] last = {0};
    Training training =
        Training.of(recipe())
            .withPlacement(Placement.onOneDevice("/CPU:0", 1))
            .withStop(() -> last[0] >= steps)
            .withListener(
                new TrainingListener() {
                  @Override
                  public void started(AlexNetSpec spec, long step, long most) {
                    last[0] = step;
                  }

                  @Override
                  public void stepped(StepSummary summary) {
                    last[0] = summary.step();
                  }
                });
    Checkpoint checkpoint = training.run(spec(), dataset, shared.resolve(run)).checkpoint();
    assertThat(checkpoint.step()).isEqualTo(steps);
    return TrainingTest.variables(checkpoint);
  }

  @Test
  void sixtyStepsAreThoseOfTheReference() throws IOException {
    // given
    TwoLayers expected = new TwoLayers(trained(0, "zero"));

    // when: the numbers of each step, written down here and not read from the events
    try (Stream noisy = new Stream(recipe().augmentation(), 0);
        Stream plain = new Stream(recipe().augmentation().withPcaStd(0), 40 * BATCH)) {
      for (int step = 0; step < STEPS; step++) {
        double first = step < 15 ? 1e-3 : step < 35 ? 0 : 5e-4;
        double firstBias = step < 15 ? 0.002 : step < 35 ? 0 : step < 45 ? 5e-4 : 0.001;
        double second = step < 21 ? 1e-3 : 1e-4;
        double secondBias = step < 10 ? 0.002 : step < 30 ? 0.01 : step < 45 ? 0 : 0.001;
        expected.step((step < 40 ? noisy : plain), first, firstBias, second, secondBias);
      }
    }

    // then
    Map<String, float[]> found = trained(STEPS, "sixty");
    expected.variables().forEach((name, values) -> assertSame(name, found.get(name), values));
  }

  private static void assertSame(String name, float[] found, double[] expected) {
    double most = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).as("%s %d", name, i).isCloseTo(expected[i], within(1e-5));
      most = Math.max(most, Math.abs(expected[i]));
    }
    assertThat(most).as(name).isGreaterThan(5e-5);
  }

  @Test
  void aRunThatStopsAtEveryEventIsTheUnbrokenOne() throws IOException {
    Map<String, float[]> unbroken = trained(STEPS, "unbroken");

    for (int step : CHANGES) {
      trained(step, "stopped");
    }
    Map<String, float[]> stopped = trained(STEPS, "stopped");

    assertThat(stopped.keySet()).isEqualTo(unbroken.keySet());
    stopped.forEach((name, values) -> assertThat(values).as(name).isEqualTo(unbroken.get(name)));
  }

  @Test
  void aFrozenLayerKeepsItsVelocityAndGoesOnWithIt() throws IOException {
    Map<String, float[]> frozen = trained(15, "before");
    Map<String, float[]> still = trained(34, "before");

    for (String name : new String[] {"fc1/tower0/weights", "fc1/tower0/biases"}) {
      assertThat(still.get(name)).isEqualTo(frozen.get(name));
      assertThat(still.get(name + "/velocity")).isEqualTo(frozen.get(name + "/velocity"));
    }
    assertThat(still.get("fc2/tower0/weights")).isNotEqualTo(frozen.get("fc2/tower0/weights"));
  }

  /** The batches of the training stream from a position on, read by a graph of its own. */
  private static final class Stream implements AutoCloseable {
    private final Graph graph = new Graph();
    private final InputPipeline input;
    private final Session session;

    Stream(Augmentation augmentation, long position) throws IOException {
      input =
          InputPipeline.training(
              Ops.create(graph), dataset, new TrainingInput(SIDE, BATCH, augmentation, 3));
      session = new Session(graph);
      try (TInt64 first = TInt64.scalarOf(position)) {
        session.runner().feed(input.position(), first).addTarget(input.start()).run().close();
      }
    }

    /** Fills in the next batch. */
    void next(double[][] images, int[] labels) {
      try (Result result = session.runner().fetch(input.images()).fetch(input.labels()).run()) {
        TFloat32 pixels = (TFloat32) result.get(0);
        TInt32 classes = (TInt32) result.get(1);
        for (int n = 0; n < BATCH; n++) {
          labels[n] = classes.getInt(n);
          for (int i = 0; i < INPUTS; i++) {
            images[n][i] = pixels.getFloat(n, i / (SIDE * 3), i / 3 % SIDE, i % 3);
          }
        }
      }
    }

    @Override
    public void close() {
      session.close();
      graph.close();
    }
  }

  /** The network and its optimizer: weights row by row, as inputs times outputs. */
  private static final class TwoLayers {
    private final double[] w1;
    private final double[] b1;
    private final double[] w2;
    private final double[] b2;
    private final double[] vw1 = new double[INPUTS * HIDDEN];
    private final double[] vb1 = new double[HIDDEN];
    private final double[] vw2 = new double[HIDDEN * CLASSES];
    private final double[] vb2 = new double[CLASSES];

    TwoLayers(Map<String, float[]> first) {
      w1 = doubles(first.get("fc1/tower0/weights"));
      b1 = doubles(first.get("fc1/tower0/biases"));
      w2 = doubles(first.get("fc2/tower0/weights"));
      b2 = doubles(first.get("fc2/tower0/biases"));
    }

    private static double[] doubles(float[] values) {
      double[] wide = new double[values.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = values[i];
      }
      return wide;
    }

    void step(Stream stream, double rate1, double bias1, double rate2, double bias2) {
      double[][] images = new double[BATCH][INPUTS];
      int[] labels = new int[BATCH];
      stream.next(images, labels);
      double[] dw1 = new double[w1.length];
      double[] db1 = new double[b1.length];
      double[] dw2 = new double[w2.length];
      double[] db2 = new double[b2.length];
      for (int n = 0; n < BATCH; n++) {
        double[] hidden = b1.clone();
        for (int i = 0; i < INPUTS; i++) {
          for (int h = 0; h < HIDDEN; h++) {
            hidden[h] += images[n][i] * w1[i * HIDDEN + h];
          }
        }
        double[] logits = b2.clone();
        for (int h = 0; h < HIDDEN; h++) {
          hidden[h] = Math.max(0, hidden[h]);
          for (int c = 0; c < CLASSES; c++) {
            logits[c] += hidden[h] * w2[h * CLASSES + c];
          }
        }
        double sum = 0;
        for (double logit : logits) {
          sum += Math.exp(logit);
        }
        double[] back = new double[HIDDEN];
        for (int c = 0; c < CLASSES; c++) {
          double slope = (Math.exp(logits[c]) / sum - (c == labels[n] ? 1 : 0)) / BATCH;
          db2[c] += slope;
          for (int h = 0; h < HIDDEN; h++) {
            dw2[h * CLASSES + c] += slope * hidden[h];
            back[h] += slope * w2[h * CLASSES + c];
          }
        }
        for (int h = 0; h < HIDDEN; h++) {
          if (hidden[h] > 0) {
            db1[h] += back[h];
            for (int i = 0; i < INPUTS; i++) {
              dw1[i * HIDDEN + h] += back[h] * images[n][i];
            }
          }
        }
      }
      update(w1, vw1, dw1, rate1, 0.05);
      update(b1, vb1, db1, bias1, 0);
      update(w2, vw2, dw2, rate2, 0.05);
      update(b2, vb2, db2, bias2, 0);
    }

    private static void update(double[] w, double[] v, double[] g, double rate, double decay) {
      if (rate == 0) {
        return; // weights.cu: no gradient and no update
      }
      for (int i = 0; i < w.length; i++) {
        v[i] = 0.9 * v[i] - rate * (g[i] + decay * w[i]);
        w[i] += v[i];
      }
    }

    Map<String, double[]> variables() {
      return Map.of(
          "fc1/tower0/weights", w1,
          "fc1/tower0/biases", b1,
          "fc2/tower0/weights", w2,
          "fc2/tower0/biases", b2,
          "fc1/tower0/weights/velocity", vw1,
          "fc1/tower0/biases/velocity", vb1,
          "fc2/tower0/weights/velocity", vw2,
          "fc2/tower0/biases/velocity", vb2);
    }
  }
}
