package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Dataset;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.optimizer.Constant;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that were amended, and their replays. */
class ReplayTest {
  private static final TrainingRecipe FIRST =
      new TrainingRecipe(
          7, // a third of the 21 images
          new SgdMomentum(0.9, 0.01),
          1e-4,
          new Constant(),
          9,
          new Augmentation(true, true, Augmentation.PcaScale.EIGENVALUE, 0.1),
          5);
  private static final TrainingRecipe SECOND =
      FIRST.withOptimizer(new SgdMomentum(0.5, 0)).withLearningRate(3e-4);
  private static final TrainingRecipe THIRD =
      SECOND
          .withSchedule(new MultiStep(ImmutableList.of(4), 0.5))
          .withAugmentation(Augmentation.none())
          .withEvents(Events.of(new Event(new AfterSteps(13), SetLearningRate.freeze("fc1"))))
          .withEpochs(5);

  @TempDir private static Path shared;
  private static Dataset dataset;

  @BeforeAll
  static void prepare() throws IOException {
    dataset = FewImages.sevenClasses(shared, 11, 3, 1);
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
            new Dense("fc2", 7, Connectivity.CROSS_TOWER, Dense.Spread.FIRST_TOWER, wide)));
  }

  private static Training training(TrainingRecipe recipe) {
    return Training.of(recipe).withPlacement(Placement.onOneDevice("/CPU:0", 1));
  }

  private static Checkpoint upTo(long step, Training training, Path run) throws IOException {
    return training.until(step, 21).run(spec(), dataset, run).checkpoint();
  }

  /** Amended in the middle of an epoch and at the end of one. */
  private static Checkpoint amendedTwice(Path run) throws IOException {
    upTo(5, training(FIRST), run);
    upTo(9, training(SECOND).amending(), run);
    TrainingResult result = training(THIRD).amending().run(spec(), dataset, run);
    assertThat(result.isFinished()).isTrue();
    return result.checkpoint();
  }

  @Test
  void aRunThatWasAmendedTwiceIsReplayedToTheSameBits() throws IOException {
    // given
    Checkpoint amended = amendedTwice(shared.resolve("amended"));

    // when
    TrainingResult replayed =
        new Replay(amended, training(FIRST)).run(dataset, shared.resolve("replayed"));

    // then
    assertThat(amended.step()).isEqualTo(15);
    assertThat(amended.pastRecipes())
        .containsExactly(new PastRecipe(FIRST, 5), new PastRecipe(SECOND, 9));
    assertThat(amended.recipe()).isEqualTo(THIRD);
    assertThat(replayed.isFinished()).isTrue();
    assertThat(replayed.checkpoint().fingerprint()).isEqualTo(amended.fingerprint());
    assertThat(replayed.checkpoint().manifest()).isEqualTo(amended.manifest());
  }

  @Test
  void aRunThatHasMadeAllItsStepsIsNotAmendedWithoutMore() throws IOException {
    Path run = shared.resolve("done");
    training(THIRD).run(spec(), dataset, run);
    String before = Files.readString(run.resolve("run.json"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> training(THIRD.withLearningRate(1)).amending().run(spec(), dataset, run))
        .withMessage(
            run.resolve("checkpoints/step-00000015")
                + " has made all 15 steps of epochs = 5; amend it with more epochs");

    assertThat(run.resolve("run.json")).hasContent(before);
  }

  @Test
  void aReplayOfAnUnfinishedRunEndsWhereItEnded() throws IOException {
    Path run = shared.resolve("unfinished");
    upTo(2, training(FIRST), run);
    Checkpoint amended = upTo(4, training(SECOND).amending(), run);

    Checkpoint replayed =
        new Replay(amended, training(FIRST))
            .run(dataset, shared.resolve("replayedUnfinished"))
            .checkpoint();

    assertThat(replayed.step()).isEqualTo(4);
    assertThat(replayed.fingerprint()).isEqualTo(amended.fingerprint());
  }

  /** Stopped after the last step of an epoch, amended, and stopped after its evaluation. */
  private static Checkpoint amendedBeforeAnEvaluation(Path run) throws IOException {
    StepLimit beforeEvaluation = new StepLimit(6, false);
    training(FIRST)
        .withListener(beforeEvaluation)
        .withStop(beforeEvaluation::isReached)
        .run(spec(), dataset, run);
    boolean[] isEvaluated = {false};
    TrainingListener evaluation =
        new TrainingListener() {
          @Override
          public void evaluated(EpochSummary epoch) {
            isEvaluated[0] = true;
          }
        };
    return training(SECOND)
        .amending()
        .withListener(evaluation)
        .withStop(() -> isEvaluated[0])
        .run(spec(), dataset, run)
        .checkpoint();
  }

  @Test
  void aRunThatWasAmendedTwiceAfterTheSameStepIsReplayedToTheSameBits() throws IOException {
    // given
    Path run = shared.resolve("sameStep");
    Checkpoint once = amendedBeforeAnEvaluation(run);
    Checkpoint twice = training(THIRD).amending().run(spec(), dataset, run).checkpoint();
    assertThat(once.step()).isEqualTo(6);
    assertThat(twice.pastRecipes())
        .containsExactly(new PastRecipe(FIRST, 6), new PastRecipe(SECOND, 6));

    // when
    Checkpoint replayed =
        new Replay(twice, training(FIRST))
            .run(dataset, shared.resolve("replayedSameStep"))
            .checkpoint();

    // then
    assertThat(replayed.step()).isEqualTo(twice.step());
    assertThat(replayed.fingerprint()).isEqualTo(twice.fingerprint());
  }

  @Test
  void anAmendedRunIsAnotherThanTheUnamended() throws IOException {
    Path run = shared.resolve("differs");
    upTo(2, training(FIRST), run);
    Checkpoint amended = upTo(4, training(SECOND).amending(), run);

    Checkpoint plain = upTo(4, training(FIRST), shared.resolve("plain"));

    assertThat(plain.fingerprint()).isNotEqualTo(amended.fingerprint());
  }

  @Test
  void moreEpochsAreNoAmendment() throws IOException {
    Path run = shared.resolve("longer");
    upTo(2, training(FIRST), run);

    Checkpoint longer = upTo(3, training(FIRST.withEpochs(20)).amending(), run);

    assertThat(longer.pastRecipes()).isEmpty();
  }

  @Test
  void anAmendedRunIsResumedByItsLastRecipeAlone() throws IOException {
    Path run = shared.resolve("resumed");
    upTo(2, training(FIRST), run);
    upTo(4, training(SECOND).amending(), run);

    assertThatThrownBy(() -> upTo(5, training(FIRST), run))
        .hasMessageContaining(" was trained with another recipe: optimizer ");
    assertThat(upTo(5, training(SECOND), run).pastRecipes())
        .containsExactly(new PastRecipe(FIRST, 2));
  }

  @Test
  void batchSizeAndSeedCannotBeAmended() throws IOException {
    Path run = shared.resolve("stream");
    Path latest = upTo(2, training(FIRST), run).directory();

    for (TrainingRecipe other : List.of(FIRST.withBatchSize(3), FIRST.withSeed(6))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> upTo(5, training(other).amending(), run))
          .withMessage(
              "batch size and seed of "
                  + latest
                  + " cannot be amended: "
                  + (other.seed() == 6 ? "seed 5, not 6" : "batchSize 7, not 3"));
    }
  }

  @Test
  void whereNothingWasTrainedThereIsNothingToAmend() {
    Path run = shared.resolve("nothing");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> upTo(5, training(FIRST).amending(), run))
        .withMessage(run + " holds no checkpoint, so there is nothing to amend");
  }

  @Test
  void aReplayWritesNoRunOver() throws IOException {
    Path run = shared.resolve("kept");
    Checkpoint checkpoint = upTo(1, training(FIRST), run);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Replay(checkpoint, training(FIRST)).run(dataset, run))
        .withMessage(run + " holds a run already; replay into another");
  }
}
