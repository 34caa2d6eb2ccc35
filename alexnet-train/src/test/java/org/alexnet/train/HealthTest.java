package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.alexnet.data.Dataset;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.optimizer.Constant;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that diverge, stall or are well. */
class HealthTest {
  @TempDir private static Path shared;
  private static Dataset dataset;
  private static AlexNetSpec spec;

  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    dataset = TestData.colors(shared);
    spec = TestData.shallow(dataset);
  }

  /** A learning rate of fc6 after some steps. */
  private static Event fc6(long steps, double learningRate) {
    return new Event(
        new AfterSteps(steps),
        new SetLearningRate(ImmutableList.of("fc6"), SetLearningRate.Target.WEIGHTS, learningRate));
  }

  private static String message(TrainingRecipe recipe, CheckpointPolicy policy, Path run) {
    return catchThrowable(() -> training(recipe).withCheckpoints(policy).run(spec, dataset, run))
        .getMessage();
  }

  @Test
  void aCheckpointThatWasNoBetterThanGuessingIsNotRecommended() throws IOException {
    Path run = folder.resolve("run");
    TrainingRecipe recipe = TestData.recipe().withEvents(Events.of(fc6(3, 1e6), fc6(6, 1e39)));

    String message = message(recipe, CheckpointPolicy.DEFAULT, run);

    EpochSummary epoch = Run.open(run).epochs().get(0);
    double loss = -epoch.evaluation().logProbability();
    assertThat(loss).as("ln 3 and more").isGreaterThan(1.0987);
    String told = String.format(Locale.ROOT, " (step 5, validation loss %.3f)", loss);
    assertThat(message)
        .endsWith(
            ", at step 7 with learning rate 1.0E39; a lower one helps: start over; no better than"
                + " guessing (loss 1.099): "
                + run.resolve("latest")
                + told
                + ", "
                + run.resolve("best")
                + told);
  }

  @Test
  void theLossOfACheckpointInAnEpochIsThatOfItsSteps() throws IOException {
    Path run = folder.resolve("run");
    TrainingRecipe recipe = TestData.recipe().withEvents(Events.of(fc6(6, 1e6), fc6(8, 1e39)));

    String message = message(recipe, new CheckpointPolicy(8, 2), run);

    double loss = Checkpoint.open(run).manifest().getLossSum() / 3; // steps 6 to 8
    assertThat(loss).isGreaterThan(1.0987);
    assertThat(message)
        .contains("; a lower one helps: start over, or initialize another one from ")
        .endsWith(
            "; no better than guessing (loss 1.099): "
                + run.resolve("latest")
                + " (step 8, training loss "
                + CheckpointLoss.number(loss)
                + ")");
    assertThat(CheckpointLoss.number(1.6999e15)).isEqualTo("1.7e+15");
  }

  private static Training training(TrainingRecipe recipe) {
    return Training.of(recipe).withPlacement(TestData.ONE_CPU);
  }

  /** As many epochs as are wanted, at one learning rate. */
  private static TrainingRecipe steady() {
    return TestData.recipe().withEpochs(1000).withSchedule(new Constant());
  }

  /** Hears warnings and steps. */
  private static final class Ear implements TrainingListener {
    private final List<String> warnings = new ArrayList<>();
    private long step;

    @Override
    public void stepped(StepSummary summary) {
      step = summary.step();
    }

    @Override
    public void warned(String warning) {
      warnings.add(warning);
    }
  }

  /** Every step is well until the rate explodes in the sixth, after the first epoch. */
  @Test
  void endsAtTheStepThatBrokeAParameterAndKeepsTheLastGoodCheckpoint() throws IOException {
    Path run = folder.resolve("run");
    Ear ear = new Ear();
    SetLearningRate explosion =
        new SetLearningRate(ImmutableList.of("fc6"), SetLearningRate.Target.WEIGHTS, 1e39);
    TrainingRecipe recipe =
        TestData.recipe().withEvents(Events.of(new Event(new AfterSteps(6), explosion)));

    Throwable thrown =
        catchThrowable(() -> training(recipe).withListener(ear).run(spec, dataset, run));

    EpochSummary epoch = Run.open(run).epochs().get(0);
    String loss = String.format(Locale.ROOT, "%.3f", -epoch.evaluation().logProbability());
    assertThat(thrown)
        .isInstanceOfSatisfying(
            DivergedException.class,
            e -> {
              assertThat(e.step()).isEqualTo(7);
              assertThat(e.tensor()).isEqualTo("fc6/tower0/weights");
            })
        .hasMessage(
            "fc6/tower0/weights is no longer finite, at step 7 with learning rate 1.0E39; a lower"
                + " one helps: start over, or amend the run from "
                + run.resolve("latest")
                + " (step 5, validation loss "
                + loss
                + "), or initialize another one from "
                + run.resolve("best")
                + " (step 5, validation loss "
                + loss
                + ")");
    assertThat(ear.step).as("the last whole step").isEqualTo(6);
    Checkpoint.open(run.resolve("latest")).verify();
    assertThat(Checkpoint.open(run).step()).isEqualTo(5);

    // and the run goes on from there by another recipe
    assertThat(training(TestData.recipe()).amending().run(spec, dataset, run).isFinished())
        .isTrue();
  }

  /** Weights of 1e20 and more in three layers, whose product no float holds. */
  @Test
  void aLossThatIsNoNumberIsToldWithTheFirstTensorThatIsNone() {
    SetLearningRate explosion =
        new SetLearningRate(ImmutableList.of(), SetLearningRate.Target.WEIGHTS, 1e22);
    TrainingRecipe recipe =
        TestData.recipe().withEvents(Events.of(new Event(new AfterSteps(1), explosion)));

    assertThatThrownBy(() -> training(recipe).run(spec, dataset, folder.resolve("run")))
        .isInstanceOfSatisfying(
            DivergedException.class,
            e -> {
              assertThat(e.step()).isEqualTo(3);
              assertThat(e.tensor()).isEqualTo("conv1/tower0/weights");
            })
        .hasMessage(
            "the loss became NaN, and after that step conv1/tower0/weights is not finite, at step 3"
                + " with learning rate 1.0E22; a lower one helps: start over");
  }

  @Test
  void anInfiniteLossOfFiniteWeightsEndsTheRunToo() throws IOException {
    List<Throwable> thrown = new ArrayList<>();
    TrainingListener watcher =
        new TrainingListener() {
          @Override
          public void opened(TrainingStart start) {
            Health health = new Health(start.inspection(), Checkpoints.of(folder.resolve("run")));
            for (double loss : new double[] {Double.POSITIVE_INFINITY, 1e300}) {
              TrainingSession.Measured measured = new TrainingSession.Measured(loss, 0, true);
              thrown.add(catchThrowable(() -> health.requireFiniteStep(measured, 7, 0.01)));
            }
          }
        };

    training(steady())
        .withListener(watcher)
        .withStop(() -> true)
        .run(spec, dataset, folder.resolve("run"));

    assertThat(thrown.get(0))
        .isInstanceOfSatisfying(
            DivergedException.class, e -> assertThat(e.tensor()).isEqualTo("loss"))
        .hasMessage(
            "the loss became Infinity, at step 7 with learning rate 0.01; a lower one helps: start"
                + " over");
    assertThat(thrown.get(1)).isNull();
  }

  @Test
  void aNetworkOfZerosIsToldToStall() throws IOException {
    Initializer zero = new Initializer(0, 0);
    AlexNetSpec dead =
        new AlexNetSpec(
            "dead",
            8,
            1,
            3,
            ImmutableList.of(
                new Dense("fc1", 4, Connectivity.CROSS_TOWER, Dense.Spread.OVER_TOWERS, zero),
                new org.alexnet.graph.spec.Relu("relu1"),
                new Dense("fc2", 3, Connectivity.CROSS_TOWER, Dense.Spread.FIRST_TOWER, zero)));
    Ear ear = new Ear();

    Training.of(steady().withBatchSize(1).withLearningRate(1e-9))
        .withPlacement(org.alexnet.graph.device.Placement.onOneDevice("/CPU:0", 1))
        .withCheckpoints(new CheckpointPolicy(100_000, 1))
        .withListener(ear)
        .withStop(() -> ear.step >= 420)
        .run(dead, dataset, folder.resolve("run"));

    assertThat(ear.warnings)
        .singleElement()
        .asString()
        .startsWith(
            "warning: the loss has been 1.099 for 400 steps, that of guessing one of 3 classes"
                + " (ln 3 = 1.099): nothing is learned yet. It may come later; what helps if not: ");
  }

  @Test
  void aRunThatIsWellIsNotWarned() throws IOException {
    Ear ear = new Ear();

    training(steady().withBatchSize(2).withLearningRate(1e-4))
        .withCheckpoints(new CheckpointPolicy(100_000, 1))
        .withListener(ear)
        .withStop(() -> ear.step >= 430)
        .run(spec, dataset, folder.resolve("run"));

    assertThat(ear.warnings).isEmpty();
  }

  @Test
  void normsAreThoseOfTheVariablesInFloat64() throws IOException {
    List<ImmutableList<LayerNorms>> norms = new ArrayList<>();
    SetLearningRate frozen = SetLearningRate.freeze("conv1");
    TrainingRecipe recipe =
        TestData.recipe().withEpochs(1).withEvents(Events.of(new Event(new AfterSteps(3), frozen)));
    List<Checkpoint> checkpoints = new ArrayList<>();
    TrainingListener watcher =
        new TrainingListener() {
          private TrainingStart start;

          @Override
          public void opened(TrainingStart start) {
            this.start = start;
          }

          @Override
          public void stepped(StepSummary summary) {
            try {
              var before = start.progress(summary.step() - 1, List.of());
              norms.add(start.inspection().norms(start.learningRates(before)));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public void saved(Checkpoint checkpoint) {
            checkpoints.add(checkpoint);
          }
        };

    training(recipe)
        .withCheckpoints(new CheckpointPolicy(1, 10))
        .withListener(watcher)
        .run(spec, dataset, folder.resolve("run"));

    for (int step = 2; step <= 5; step++) {
      Map<String, float[]> before = TrainingTest.variables(checkpoints.get(step - 2));
      Map<String, float[]> after = TrainingTest.variables(checkpoints.get(step - 1));
      for (LayerNorms layer : norms.get(step - 1)) {
        double weights = 0;
        double update = 0;
        for (String tower : List.of("/tower0/weights", "/tower1/weights")) {
          float[] now = after.getOrDefault(layer.layer() + tower, new float[0]);
          for (int i = 0; i < now.length; i++) {
            weights += (double) now[i] * now[i];
            double moved = (double) now[i] - before.get(layer.layer() + tower)[i];
            update += moved * moved;
          }
        }
        assertThat(layer.weights()).isCloseTo(Math.sqrt(weights), within(1e-5 * layer.weights()));
        assertThat(layer.update()).isCloseTo(Math.sqrt(update), within(2e-4 * layer.update()));
        assertThat(layer.ratio()).isEqualTo(layer.update() / layer.weights());
      }
    }
    assertThat(norms.get(0)).extracting(LayerNorms::layer).containsExactly("conv1", "fc6", "fc8");
    assertThat(norms.get(2).get(0).update()).isPositive();
    assertThat(norms.get(3).get(0).update()).as("frozen").isZero();
  }
}
