package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Augmentation.ColorNoise;
import org.alexnet.graph.optimizer.BiasRule;
import org.alexnet.graph.optimizer.UpdateRule;
import org.alexnet.graph.preset.Preset;
import org.alexnet.train.LearningRateSchedule.FixedDrops;
import org.alexnet.train.LearningRateSchedule.Plateau;
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
  void theCodeSays() { // notes of run 145
    TrainingRecipe code = TrainingRecipe.of(Preset.CUDA_CONVNET);

    assertThat(code.updateRule().biases()).isEqualTo(new BiasRule.Fixed(0.02, false));
    assertThat(code.schedule()).isEqualTo(new FixedDrops(ImmutableList.of(25, 51, 79), 10));
    assertThat(code.epochs()).isEqualTo(91);
    assertThat(code.augmentation().colorNoise()).isEqualTo(ColorNoise.STANDARD_DEVIATION);
  }

  @Test
  void caffeSays() { // 100,000 updates of 256 images between drops, 450,000 in all
    TrainingRecipe caffe = TrainingRecipe.of(Preset.CAFFE);

    assertThat(caffe.batchSize()).isEqualTo(256);
    assertThat(caffe.updateRule().biases()).isEqualTo(new BiasRule.Scaled(2, false));
    assertThat(caffe.stepsOf(20, 1_281_167)).isCloseTo(100_000, within(100L));
    assertThat(caffe.stepsOf(caffe.epochs(), 1_281_167)).isCloseTo(450_000, within(500L));
    assertThat(caffe.augmentation().colorNoise()).isEqualTo(ColorNoise.NONE);
  }

  @Test
  void theCifarNetworkHasARecipeOfItsOwn() {
    TrainingRecipe cifar10 = TrainingRecipe.of(Preset.CIFAR10);

    assertThat(cifar10.learningRate()).isEqualTo(0.001);
    assertThat(cifar10.updateRule().weightDecay()).isEqualTo(0.004);
    assertThat(cifar10.updateRule().factorsOf("fc10").decay() * 0.004).isEqualTo(1);
    assertThat(TrainingRecipe.of(Preset.PAPER)).isEqualTo(PAPER);
  }

  @Test
  void everyRecipeIsWhatItsSourceSaysInAllItsParts() {
    assertThat(PAPER)
        .isEqualTo(
            new TrainingRecipe(
                128,
                UpdateRule.paper(),
                0.01,
                new Plateau(3, 3, 10),
                90,
                new Augmentation(true, true, ColorNoise.EIGENVALUE, 0.1),
                0));
    assertThat(TrainingRecipe.cudaConvnet())
        .isEqualTo(
            new TrainingRecipe(
                128,
                UpdateRule.cudaConvnet(),
                0.01,
                new FixedDrops(ImmutableList.of(25, 51, 79), 10),
                91,
                new Augmentation(true, true, ColorNoise.STANDARD_DEVIATION, 0.1),
                0));
    assertThat(TrainingRecipe.caffe())
        .isEqualTo(
            new TrainingRecipe(
                256,
                UpdateRule.caffe(),
                0.01,
                new FixedDrops(ImmutableList.of(20, 40, 60, 80), 10),
                90,
                Augmentation.paper().withColorNoise(ColorNoise.NONE),
                0));
    assertThat(TrainingRecipe.cifar10())
        .isEqualTo(
            new TrainingRecipe(
                128,
                UpdateRule.cifar10(),
                0.001,
                new FixedDrops(ImmutableList.of(120, 130), 10),
                140,
                Augmentation.none(),
                0));
    assertThat(Arrays.stream(Preset.values()).map(TrainingRecipe::of))
        .containsExactlyInAnyOrder(
            PAPER, TrainingRecipe.cudaConvnet(), TrainingRecipe.caffe(), TrainingRecipe.cifar10());
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
        List.of(
            PAPER,
            TrainingRecipe.cudaConvnet(),
            TrainingRecipe.caffe(),
            TrainingRecipe.cifar10(),
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
    assertThatThrownBy(() -> PAPER.withLearningRate(Double.POSITIVE_INFINITY))
        .hasMessage("learningRate must be positive, found Infinity");
    assertThatThrownBy(() -> PAPER.withLearningRate(Double.NaN))
        .hasMessage("learningRate must be positive, found NaN");
    assertThat(PAPER.withBatchSize(1).withEpochs(1).withLearningRate(Double.MIN_VALUE)).isNotNull();
  }
}
