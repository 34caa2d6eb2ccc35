package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.Augmentation.PixelRange;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.graph.event.OnPlateau;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.ReduceOnPlateau;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.Preset;
import org.alexnet.train.TrainingRecipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** What each option changes of a preset's recipe. */
class RecipeOptionsTest {
  private static final TrainingRecipe PAPER = TrainingRecipe.paper();

  private static TrainingRecipe recipe(Preset preset, String... arguments) {
    RecipeOptions options = new RecipeOptions();
    CommandLine.populateCommand(options, arguments);
    return options.recipe(preset.recipe());
  }

  private static TrainingRecipe changed(TrainingRecipe before, String... arguments) {
    RecipeOptions options = new RecipeOptions();
    CommandLine.populateCommand(options, arguments);
    return options.changed(before);
  }

  private static TrainingRecipe paper(String... arguments) {
    return recipe(Preset.PAPER, arguments);
  }

  @ParameterizedTest
  @EnumSource
  void withoutOptionsItIsThePresets(Preset preset) {
    assertThat(recipe(preset)).isEqualTo(TrainingRecipe.of(preset));
  }

  @ParameterizedTest
  @EnumSource
  void anOptionChangesItsOwnNumberAlone(Preset preset) {
    assertThat(recipe(preset, "--epochs=7")).isEqualTo(TrainingRecipe.of(preset).withEpochs(7));
    assertThat(recipe(preset, "--seed=-7")).isEqualTo(TrainingRecipe.of(preset).withSeed(-7));
  }

  @Test
  void batchesAndTheFirstLearningRateAreOptions() {
    assertThat(paper("--batch-size=32")).isEqualTo(PAPER.withBatchSize(32));
    assertThat(paper("--learning-rate=0.5")).isEqualTo(PAPER.withLearningRate(0.5));
  }

  @Test
  void momentumAndWeightDecayLeaveTheBiasesToThePreset() {
    SgdMomentum caffe = (SgdMomentum) Preset.CAFFE.recipe().optimizer();

    assertThat(recipe(Preset.CAFFE, "--momentum=0.5").optimizer())
        .isEqualTo(new SgdMomentum(0.5, caffe.weightDecay(), caffe.biases(), caffe.layers()));
    assertThat(recipe(Preset.CAFFE, "--weight-decay=0").optimizer())
        .isEqualTo(new SgdMomentum(caffe.momentum(), 0, caffe.biases(), caffe.layers()));
  }

  @Test
  void aScheduleOfAnotherKindReplacesThePresets() {
    assertThat(paper("--schedule=multi-step:milestones=2+5").schedule())
        .isEqualTo(new MultiStep(ImmutableList.of(2, 5), 0.1));
    assertThat(recipe(Preset.CAFFE, "--schedule=reduce-on-plateau:patience=5").schedule())
        .isEqualTo(new ReduceOnPlateau(5, 3, 0.1));
  }

  @Test
  void aScheduleOfThePresetsKindKeepsItsOtherNumbers() {
    assertThat(paper("--schedule=reduce-on-plateau:reductions=1").schedule())
        .isEqualTo(new ReduceOnPlateau(3, 1, 0.1));
    assertThat(recipe(Preset.CAFFE, "--schedule=multi-step:factor=0.5").schedule())
        .isEqualTo(new MultiStep(ImmutableList.of(20, 40, 60, 80), 0.5));
  }

  @Test
  void anEventOnAPlateauHasThePatienceOfTheSchedule() {
    String event = "--event=plateau1:biases=0";

    assertThat(plateau(paper(event, "--schedule=reduce-on-plateau:patience=5"))).isEqualTo(5);
    assertThat(plateau(paper(event, "--schedule=noisy,reduce-on-plateau:patience=5"))).isEqualTo(5);
    assertThat(plateau(paper(event, "--schedule=warmup:steps=9"))).isEqualTo(3);
    assertThat(plateau(paper(event, "--schedule=constant"))).isEqualTo(3);
  }

  private static int plateau(TrainingRecipe recipe) {
    return ((OnPlateau) recipe.events().list().get(0).trigger()).patience();
  }

  @Test
  void pcaColorHasTheStrengthThatIsGivenWhereverThereIsAny() {
    String[] events = {"--event=step1:pca-std=0", "--event=step2:pca-std=0.1"};
    TrainingRecipe preset = paper(events);

    assertThat(pcaStds(changed(preset, "--pca-std=0.3"))).containsExactly(0.0, 0.3);
    assertThat(pcaStds(changed(preset, "--pca-std=0"))).containsExactly(0.0, 0.0);
    assertThat(pcaStds(changed(preset))).containsExactly(0.0, 0.1);
  }

  private static List<Double> pcaStds(TrainingRecipe recipe) {
    return recipe.events().augmentations().stream().map(SetAugmentation::pcaStd).toList();
  }

  @Test
  void theRulesOfTheInputAreOptions() {
    Augmentation paper = PAPER.augmentation();

    assertThat(parsed("--images-per-draw=32")).isEqualTo(paper.withImagesPerDraw(32));
    assertThat(parsed("--mean=CENTER")).isEqualTo(paper.withMean(MeanPlace.CENTER));
    assertThat(parsed("--pca-scale=STANDARD_DEVIATION"))
        .isEqualTo(paper.withPcaScale(PcaScale.STANDARD_DEVIATION));
    assertThat(parsed("--pca-range=GRAY_LEVELS"))
        .isEqualTo(paper.withPcaRange(PixelRange.GRAY_LEVELS));
    assertThat(parsed("--pca-divided")).isEqualTo(paper.withPcaDivided(true));
    assertThat(
            recipe(Preset.CUDA_CONVNET, "--no-pca-divided", "--images-per-draw=1").augmentation())
        .isEqualTo(
            TrainingRecipe.of(Preset.CUDA_CONVNET)
                .augmentation()
                .withPcaDivided(false)
                .withImagesPerDraw(1));
  }

  private static Augmentation parsed(String argument) {
    return paper(argument).augmentation();
  }

  @Test
  void randomCropsAndFlipsAreSwitchedOffAndOn() {
    assertThat(paper("--no-random-crops").augmentation())
        .isEqualTo(PAPER.augmentation().withRandomCrop(false));
    assertThat(paper("--no-flips").augmentation()).isEqualTo(PAPER.augmentation().withFlip(false));
    assertThat(paper("--random-crops", "--flips").augmentation()).isEqualTo(PAPER.augmentation());
    assertThat(recipe(Preset.CIFAR10, "--random-crops", "--flips").augmentation())
        .isEqualTo(Augmentation.none().withRandomCrop(true).withFlip(true));
  }

  @Test
  void randomCropsAndFlipsStayWhenAnEventSwitchesTheColorsOff() {
    assertThat(recipe(Preset.CUDA_CONVNET, "--no-flips").events().augmentations())
        .containsExactly(new SetAugmentation(true, false, 0));
    assertThat(recipe(Preset.CUDA_CONVNET, "--no-random-crops").events().augmentations())
        .containsExactly(new SetAugmentation(false, true, 0));
    assertThat(recipe(Preset.CUDA_CONVNET).events())
        .isEqualTo(Preset.CUDA_CONVNET.recipe().events());
  }

  @Test
  void theStrengthOfThePcaKeepsThePresetsScale() {
    assertThat(paper("--pca-std=0.2").augmentation())
        .isEqualTo(PAPER.augmentation().withPcaStd(0.2));
    assertThat(recipe(Preset.CUDA_CONVNET, "--pca-std=0").augmentation())
        .isEqualTo(TrainingRecipe.of(Preset.CUDA_CONVNET).augmentation().withPcaStd(0));
    assertThat(recipe(Preset.CIFAR10, "--pca-std=0.1").augmentation())
        .as("a preset without takes the paper's scale")
        .isEqualTo(Augmentation.none().withPcaScale(PcaScale.EIGENVALUE).withPcaStd(0.1));
  }
}
