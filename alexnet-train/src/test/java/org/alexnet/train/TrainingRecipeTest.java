package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import org.alexnet.data.Augmentation;
import org.alexnet.graph.UpdateRule;
import org.alexnet.train.LearningRateSchedule.FixedDrops;
import org.alexnet.train.internal.RecipeCodec;
import org.junit.jupiter.api.Test;

class TrainingRecipeTest {
  private static final TrainingRecipe PAPER = TrainingRecipe.paper();

  @Test
  void thePaperSays() { // section 5
    assertThat(PAPER.batchSize()).isEqualTo(128);
    assertThat(PAPER.updateRule()).isEqualTo(new UpdateRule(0.9, 0.0005));
    assertThat(PAPER.learningRate()).isEqualTo(0.01);
    assertThat(PAPER.epochs()).isEqualTo(90);
    assertThat(PAPER.augmentation()).isEqualTo(Augmentation.paper());
  }

  @Test
  void eachWithChangesOneThingOfACopy() {
    assertThat(PAPER.withBatchSize(7).batchSize()).isEqualTo(7);
    assertThat(PAPER.withUpdateRule(new UpdateRule(0, 0)).updateRule())
        .isEqualTo(new UpdateRule(0, 0));
    assertThat(PAPER.withLearningRate(1).learningRate()).isEqualTo(1);
    FixedDrops drops = new FixedDrops(ImmutableList.of(1), 2);
    assertThat(PAPER.withSchedule(drops).schedule()).isEqualTo(drops);
    assertThat(PAPER.withEpochs(2).epochs()).isEqualTo(2);
    assertThat(PAPER.withAugmentation(Augmentation.none()).augmentation())
        .isEqualTo(Augmentation.none());
    assertThat(PAPER.withSeed(2).seed()).isEqualTo(2);
    assertThat(PAPER.withSeed(2).withSeed(0)).isEqualTo(PAPER).isEqualTo(TrainingRecipe.paper());
  }

  @Test
  void survivesItsManifest() {
    for (TrainingRecipe recipe :
        java.util.List.of(
            PAPER,
            PAPER.withSchedule(new FixedDrops(ImmutableList.of(4, 9), 2)).withSeed(-1),
            PAPER.withAugmentation(Augmentation.none()).withUpdateRule(new UpdateRule(0, 0)))) {
      assertThat(RecipeCodec.fromProto(RecipeCodec.toProto(recipe))).isEqualTo(recipe);
    }
  }

  @Test
  void countsUpdatesThatReadIntoTheNextEpoch() {
    TrainingRecipe recipe = PAPER.withBatchSize(8);

    assertThat(recipe.stepsOf(0, 36)).isZero();
    assertThat(recipe.stepsOf(1, 36)).isEqualTo(5);
    assertThat(recipe.stepsOf(2, 36)).isEqualTo(9);
    assertThat(recipe.stepsOf(90, 1_281_167)).isEqualTo(14_413_129);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> PAPER.withBatchSize(0))
        .hasMessage("batchSize must be positive, found 0");
    assertThatThrownBy(() -> PAPER.withLearningRate(0))
        .hasMessage("learningRate must be positive, found 0.0");
    assertThatThrownBy(() -> PAPER.withEpochs(0)).hasMessage("epochs must be positive, found 0");
  }
}
