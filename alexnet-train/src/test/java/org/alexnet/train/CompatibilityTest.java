package org.alexnet.train;

import static org.alexnet.train.DescribedCheckpoint.RECIPE;
import static org.alexnet.train.DescribedCheckpoint.SPEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.alexnet.data.Augmentation;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.optimizer.LearningRateSchedule;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.ReduceOnPlateau;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.Precision;
import org.alexnet.train.proto.StartProto;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run can be gone on with. */
class CompatibilityTest {
  @TempDir private Path folder;
  private Checkpoint checkpoint;

  @BeforeEach
  void describe() throws IOException {
    checkpoint = DescribedCheckpoint.write(folder.resolve("one"), DescribedCheckpoint.manifest());
  }

  @Test
  void anotherRecipeIsRefusedWhateverDiffers() {
    SgdMomentum sgd = (SgdMomentum) RECIPE.optimizer();
    assertRefused(RECIPE.withBatchSize(9), "batchSize 8, not 9");
    assertRefused(RECIPE.withSeed(1).withEpochs(7), "seed 0, not 1");
    assertRefused(RECIPE.withLearningRate(0.011), "learningRate 0.01, not 0.011");
    for (SgdMomentum other :
        List.of(
            sgd.withWeightDecay(0.0004),
            sgd.withMomentum(0.8),
            (SgdMomentum) Preset.CAFFE.recipe().optimizer())) {
      assertRefused(RECIPE.withOptimizer(other), "optimizer " + sgd + ", not " + other);
    }
    for (LearningRateSchedule other :
        List.of(new ReduceOnPlateau(3, 3, 0.0625), new MultiStep(ImmutableList.of(1), 0.1))) {
      assertRefused(RECIPE.withSchedule(other), "schedule " + RECIPE.schedule() + ", not " + other);
    }
    for (Augmentation other :
        List.of(
            RECIPE.augmentation().withFlip(false), RECIPE.augmentation().withRandomCrop(false))) {
      assertRefused(
          RECIPE.withAugmentation(other),
          "augmentation " + RECIPE.augmentation() + ", not " + other);
    }
    Events events = Events.of(new Event(new AfterSteps(3), SetLearningRate.freeze("conv1")));
    assertRefused(RECIPE.withEvents(events), "events " + Events.NONE + ", not " + events);
    assertRefused(RECIPE.withPrecision(Precision.BFLOAT16), "precision float32, not bfloat16");
    assertRefused(RECIPE.withBatchSize(9).withSeed(1), "batchSize 8, not 9; seed 0, not 1");
  }

  private void assertRefused(TrainingRecipe other, String differences) {
    assertThatThrownBy(() -> Compatibility.requireRecipe(checkpoint, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(checkpoint.directory() + " was trained with another recipe: " + differences);
  }

  @Test
  void moreOrFewerEpochsAreTheSameRecipe() {
    Compatibility.requireRecipe(checkpoint, RECIPE);
    Compatibility.requireRecipe(checkpoint, RECIPE.withEpochs(1));
    Compatibility.requireRecipe(checkpoint, RECIPE.withEpochs(90));
  }

  @Test
  void theStepsThatWereMadeMustBeAllowed() {
    Compatibility.requireEpochs(checkpoint, RECIPE, 36); // nine
    Compatibility.requireEpochs(checkpoint, RECIPE, 40);

    assertThatThrownBy(() -> Compatibility.requireEpochs(checkpoint, RECIPE, 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(checkpoint.directory() + " has made 9 steps already; epochs = 2 allows 8");
  }

  @Test
  void anotherNetworkIsToldWithBoth() {
    Compatibility.requireNetwork(checkpoint, SPEC);
    AlexNetSpec other = SPEC.withImageSize(200).withSeed(5);

    assertThatThrownBy(() -> Compatibility.requireNetwork(checkpoint, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "%s is a checkpoint of another network: paper, 2 towers, 227x227 pixels, 3 classes, seed"
                + " 4, %,d parameters, not paper, 2 towers, 200x200 pixels, 3 classes, seed 5, %,d"
                + " parameters",
            checkpoint.directory(),
            ParameterTable.of(SPEC).total(),
            ParameterTable.of(other).total());
    assertThatThrownBy(() -> Compatibility.requireNetwork(checkpoint, SPEC.withSeed(5)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theStartIsTheOneItBeganWith() throws IOException {
    Path files = Files.createDirectory(folder.resolve("start"));
    Files.writeString(files.resolve("tensors"), "first values");
    Checkpoint start = DescribedCheckpoint.write(files, DescribedCheckpoint.manifest());
    Checkpoint begun =
        DescribedCheckpoint.write(
            folder.resolve("begun"),
            DescribedCheckpoint.manifest()
                .setStart(StartProto.newBuilder().setCheckpointSha256(start.fingerprint())));

    Compatibility.requireStart(begun, Optional.of(new Initialization(start)));
    Compatibility.requireStart(begun, Optional.empty());
    Compatibility.requireStart(checkpoint, Optional.empty());
    assertThat(checkpoint.fingerprint()).isNotEqualTo(start.fingerprint());
    for (Checkpoint other : List.of(checkpoint, begun)) {
      assertThatThrownBy(
              () ->
                  Compatibility.requireStart(
                      other,
                      Optional.of(new Initialization(other.equals(begun) ? checkpoint : start))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              other.directory()
                  + " is of a run that did not begin with "
                  + (other.equals(begun) ? checkpoint : start).directory()
                  + "; resume without naming it, or start over");
    }
  }
}
