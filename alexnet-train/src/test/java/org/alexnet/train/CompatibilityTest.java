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
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.ReduceOnPlateau;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
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
    for (TrainingRecipe other :
        List.of(
            RECIPE.withBatchSize(9),
            RECIPE.withOptimizer(new SgdMomentum(0.9, 0.0004)),
            RECIPE.withOptimizer(new SgdMomentum(0.8, 0.0005)),
            RECIPE.withOptimizer(Preset.CAFFE.recipe().optimizer()),
            RECIPE.withLearningRate(0.011),
            RECIPE.withSchedule(new ReduceOnPlateau(3, 3, 0.0625)),
            RECIPE.withSchedule(new MultiStep(ImmutableList.of(1), 0.1)),
            RECIPE.withAugmentation(RECIPE.augmentation().withFlip(false)),
            RECIPE.withAugmentation(RECIPE.augmentation().withRandomCrop(false)),
            RECIPE.withSeed(1))) {
      assertThatThrownBy(() -> Compatibility.requireRecipe(checkpoint, other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              checkpoint.directory()
                  + " was trained with another recipe: "
                  + RECIPE
                  + ", not "
                  + other);
    }
  }

  @Test
  void moreOrFewerEpochsAreTheSameRecipe() {
    Compatibility.requireRecipe(checkpoint, RECIPE);
    Compatibility.requireRecipe(checkpoint, RECIPE.withEpochs(1));
    Compatibility.requireRecipe(checkpoint, RECIPE.withEpochs(90));
  }

  @Test
  void theUpdatesThatWereMadeMustBeAllowed() {
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

    Compatibility.requireStart(begun, Optional.of(start));
    Compatibility.requireStart(begun, Optional.empty());
    Compatibility.requireStart(checkpoint, Optional.empty());
    assertThat(checkpoint.fingerprint()).isNotEqualTo(start.fingerprint());
    for (Checkpoint other : List.of(checkpoint, begun)) {
      assertThatThrownBy(
              () ->
                  Compatibility.requireStart(
                      other, Optional.of(other.equals(begun) ? checkpoint : start)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              other.directory()
                  + " is of a run that did not begin with "
                  + (other.equals(begun) ? checkpoint : start).directory()
                  + "; resume without naming it, or start over");
    }
  }
}
