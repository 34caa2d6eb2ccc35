package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Dataset;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.event.AfterEpochs;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.OnPlateau;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.event.SetLearningRate.Target;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.Noisy;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Relu;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of events that dies after every step, and after every evaluation, without a last word. */
class KilledAtEveryEventTest {
  private static final int EPOCHS = 7;
  private static final int STEPS = 3 * EPOCHS; // 21 images in batches of 7
  private static final double AFTER_PLATEAU = 7e-4;

  @TempDir private static Path shared;
  private static Dataset dataset;

  @BeforeAll
  static void prepare() throws IOException {
    dataset = FewImages.sevenClasses(shared, 11, 3, 1);
  }

  private static TrainingRecipe recipe() {
    return new TrainingRecipe(
            7,
            new SgdMomentum(0.9, 0.05).withBiases(new Biases.Fixed(0.002, false)),
            1e-3,
            new Noisy(0.5, 1, new MultiStep(ImmutableList.of(2), 0.5)),
            EPOCHS,
            new Augmentation(true, true, Augmentation.PcaScale.STANDARD_DEVIATION, 0.1),
            3)
        .withEvents(
            Events.of(
                new Event(new AfterSteps(2), rate(Target.BIASES, 0.01, "fc2")),
                new Event(new AfterSteps(4), SetLearningRate.freeze("fc1")),
                new Event(new AfterEpochs(2), new SetAugmentation(true, true, 0)),
                new Event(new AfterSteps(8), rate(Target.ALL, 5e-4, "fc1")),
                new Event(new AfterSteps(10), new SetAugmentation(true, false, 0.2)),
                new Event(new AfterEpochs(3.5), rate(Target.BIASES, 0, "fc2")),
                new Event(new OnPlateau(1, 2), rate(Target.WEIGHTS, AFTER_PLATEAU)),
                new Event(new AfterSteps(19), rate(Target.ALL, 0, "fc1"))));
  }

  private static SetLearningRate rate(Target target, double rate, String... layers) {
    return new SetLearningRate(ImmutableList.copyOf(layers), target, rate);
  }

  private static AlexNetSpec spec() {
    Initializer wide = new Initializer(0.02, 0.1);
    return new AlexNetSpec(
        "two layers",
        8,
        1,
        4,
        ImmutableList.of(
            new Dense("fc1", 5, Connectivity.CROSS_TOWER, Dense.Spread.OVER_TOWERS, wide),
            new Relu("relu1"),
            new Dense("fc2", 7, Connectivity.CROSS_TOWER, Dense.Spread.FIRST_TOWER, wide)));
  }

  private static TrainingResult train(Path run, TrainingListener listener) throws IOException {
    return Training.of(recipe())
        .withPlacement(Placement.onOneDevice("/CPU:0", 1))
        .withCheckpoints(new CheckpointPolicy(2, 2)) // every other step is made twice
        .withListener(listener)
        .run(spec(), dataset, run);
  }

  /** An end at which nothing is saved. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  private static TrainingListener dyingAfterStep(long last) {
    return new TrainingListener() {
      @Override
      public void stepped(StepSummary summary) {
        if (summary.step() == last) {
          throw new Death();
        }
      }
    };
  }

  private static TrainingListener dyingAfterEvaluation(long last) {
    return new TrainingListener() {
      @Override
      public void evaluated(EpochSummary epoch) {
        if (epoch.step() == last) {
          throw new Death();
        }
      }
    };
  }

  private static void die(Path run, TrainingListener listener) {
    assertThatThrownBy(() -> train(run, listener)).isInstanceOf(Death.class);
  }

  @Test
  void itsEndIsThatOfTheUnbrokenRun() throws IOException {
    // given
    TrainingResult unbroken = train(shared.resolve("unbroken"), new TrainingListener() {});
    assertThat(unbroken.epochs())
        .as("there is a plateau on the way")
        .extracting(EpochSummary::learningRate)
        .contains(AFTER_PLATEAU);

    // when
    Path run = shared.resolve("killed");
    for (int step = 1; step <= STEPS; step++) {
      die(run, dyingAfterStep(step));
      if (step % 3 == 0) {
        die(run, dyingAfterEvaluation(step));
      }
    }
    TrainingResult killed = train(run, new TrainingListener() {});

    // then
    assertThat(killed.checkpoint().fingerprint()).isEqualTo(unbroken.checkpoint().fingerprint());
    assertThat(killed.epochs()).isEqualTo(unbroken.epochs());
    assertThat(killed.tenCrops()).isEqualTo(unbroken.tenCrops());
  }
}
