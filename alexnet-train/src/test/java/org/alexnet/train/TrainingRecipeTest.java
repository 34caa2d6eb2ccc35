package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.List;
import org.alexnet.common.RecordCodec;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.graph.event.AfterEpochs;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.event.SetLearningRate.Target;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.Multipliers;
import org.alexnet.graph.optimizer.ReduceOnPlateau;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.Precision;
import org.junit.jupiter.api.Test;

class TrainingRecipeTest {
  private static final TrainingRecipe PAPER = TrainingRecipe.paper();

  @Test
  void thePaperSays() { // section 5
    assertThat(PAPER.batchSize()).isEqualTo(128);
    assertThat(PAPER.optimizer()).isEqualTo(new SgdMomentum(0.9, 0.0005));
    assertThat(PAPER.learningRate()).isEqualTo(0.01);
    assertThat(PAPER.epochs()).isEqualTo(90);
    assertThat(PAPER.augmentation())
        .isEqualTo(new Augmentation(true, true, PcaScale.EIGENVALUE, 0.1));
  }

  @Test
  void theCodeSays() { // notes of run 145
    TrainingRecipe code = TrainingRecipe.of(Preset.CUDA_CONVNET);

    assertThat(code.optimizer())
        .isEqualTo(new SgdMomentum(0.9, 0.0005).withBiases(new Biases.Fixed(0.02, false)));
    assertThat(code.schedule()).isEqualTo(new MultiStep(ImmutableList.of(25, 51, 79), 0.1));
    assertThat(code.epochs()).isEqualTo(91);
    assertThat(code.augmentation())
        .isEqualTo(
            new Augmentation(true, true, PcaScale.STANDARD_DEVIATION, 0.1)
                .withImagesPerDraw(32)
                .withMean(MeanPlace.CENTER)
                .withPcaDivided(true));
  }

  @Test
  void caffeSays() { // 100,000 steps of 256 images between reductions, 450,000 in all
    TrainingRecipe caffe = TrainingRecipe.of(Preset.CAFFE);

    assertThat(caffe.batchSize()).isEqualTo(256);
    assertThat(caffe.optimizer())
        .isEqualTo(new SgdMomentum(0.9, 0.0005).withBiases(new Biases.Scaled(2, false)));
    assertThat(caffe.stepsOf(20, 1_281_167)).isCloseTo(100_000, within(100L));
    assertThat(caffe.stepsOf(caffe.epochs(), 1_281_167)).isCloseTo(450_000, within(500L));
    assertThat(caffe.schedule()).isEqualTo(new MultiStep(ImmutableList.of(20, 40, 60, 80), 0.1));
    assertThat(caffe.augmentation()).isEqualTo(PAPER.augmentation().withPcaStd(0));
  }

  @Test
  void theCifarNetworkHasARecipeOfItsOwn() {
    TrainingRecipe cifar10 = TrainingRecipe.of(Preset.CIFAR10);

    assertThat(cifar10.learningRate()).isEqualTo(0.001);
    SgdMomentum optimizer = (SgdMomentum) cifar10.optimizer();
    assertThat(optimizer.weightDecay()).isEqualTo(0.004);
    assertThat(optimizer.biases()).isEqualTo(new Biases.Scaled(2, false));
    assertThat(optimizer.multipliersOf("fc10").decay() * 0.004).isEqualTo(1);
    assertThat(cifar10.schedule()).isEqualTo(new MultiStep(ImmutableList.of(120, 130), 0.1));
    assertThat(cifar10.epochs()).isEqualTo(140);
    assertThat(cifar10.augmentation()).isEqualTo(Augmentation.none());
    assertThat(TrainingRecipe.of(Preset.PAPER)).isEqualTo(PAPER);
  }

  @Test
  void everyRecipeIsWhatItsSourceSaysInAllItsParts() {
    assertThat(PAPER)
        .isEqualTo(
            new TrainingRecipe(
                128,
                new SgdMomentum(0.9, 0.0005),
                0.01,
                new ReduceOnPlateau(3, 3, 0.1),
                90,
                new Augmentation(true, true, PcaScale.EIGENVALUE, 0.1),
                0));
    assertThat(TrainingRecipe.of(Preset.CUDA_CONVNET))
        .isEqualTo(
            new TrainingRecipe(
                128,
                new SgdMomentum(0.9, 0.0005).withBiases(new Biases.Fixed(0.02, false)),
                0.01,
                new MultiStep(ImmutableList.of(25, 51, 79), 0.1),
                91,
                new Augmentation(true, true, PcaScale.STANDARD_DEVIATION, 0.1)
                    .withImagesPerDraw(32)
                    .withMean(MeanPlace.CENTER)
                    .withPcaDivided(true),
                0,
                Events.of(
                    new Event(
                        new AfterEpochs(67),
                        new SetLearningRate(ImmutableList.of("conv1"), Target.WEIGHTS, 0.00001)),
                    new Event(
                        new AfterEpochs(67),
                        new SetLearningRate(ImmutableList.of("conv1"), Target.BIASES, 0.002)),
                    new Event(new AfterEpochs(67), new SetAugmentation(true, true, 0)),
                    new Event(new AfterEpochs(72), SetLearningRate.freeze("conv1"))),
                Precision.FLOAT32));
    assertThat(TrainingRecipe.of(Preset.CAFFE))
        .isEqualTo(
            new TrainingRecipe(
                256,
                new SgdMomentum(0.9, 0.0005).withBiases(new Biases.Scaled(2, false)),
                0.01,
                new MultiStep(ImmutableList.of(20, 40, 60, 80), 0.1),
                90,
                new Augmentation(true, true, PcaScale.EIGENVALUE, 0),
                0));
    assertThat(TrainingRecipe.of(Preset.CIFAR10))
        .isEqualTo(
            new TrainingRecipe(
                128,
                new SgdMomentum(0.9, 0.004)
                    .withBiases(new Biases.Scaled(2, false))
                    .withLayer("fc10", new Multipliers(1, 1 / 0.004)),
                0.001,
                new MultiStep(ImmutableList.of(120, 130), 0.1),
                140,
                Augmentation.none(),
                0));
  }

  @Test
  void eachWithChangesOneThingOfACopy() {
    assertThat(PAPER.withBatchSize(7).batchSize()).isEqualTo(7);
    assertThat(PAPER.withOptimizer(new SgdMomentum(0, 0)).optimizer())
        .isEqualTo(new SgdMomentum(0, 0));
    assertThat(PAPER.withLearningRate(1).learningRate()).isEqualTo(1);
    MultiStep steps = new MultiStep(ImmutableList.of(1), 0.5);
    assertThat(PAPER.withSchedule(steps).schedule()).isEqualTo(steps);
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
            TrainingRecipe.of(Preset.CUDA_CONVNET),
            TrainingRecipe.of(Preset.CAFFE),
            TrainingRecipe.of(Preset.CIFAR10),
            PAPER.withSchedule(new MultiStep(ImmutableList.of(4, 9), 0.5)).withSeed(-1),
            PAPER.withAugmentation(Augmentation.none()).withOptimizer(new SgdMomentum(0, 0)))) {
      assertThat(
              RecordCodec.decode(
                  RecordCodec.encode(recipe, TrainingRecipe.class), TrainingRecipe.class, "recipe"))
          .isEqualTo(recipe);
    }
  }

  @Test
  void aManifestOfAKindThatIsNotKnownIsRefused() {
    Struct recipe = RecordCodec.encode(PAPER, TrainingRecipe.class);
    Struct schedule = recipe.getFieldsOrThrow("schedule").getStructValue();
    Value cosine = Value.newBuilder().setStringValue("cosine").build();
    Struct unknown =
        recipe.toBuilder()
            .putFields(
                "schedule",
                Value.newBuilder()
                    .setStructValue(schedule.toBuilder().putFields("kind", cosine))
                    .build())
            .build();

    assertThatThrownBy(() -> RecordCodec.decode(unknown, TrainingRecipe.class, "recipe"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "recipe.schedule.kind must be one of [reduce_on_plateau, constant, noisy, multi_step,"
                + " exponential, polynomial, warmup], found \"cosine\"");
  }

  @Test
  void countsStepsThatReadIntoTheNextEpoch() {
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
