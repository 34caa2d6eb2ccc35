package org.alexnet.graph.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.alexnet.common.RecordCodec;
import org.alexnet.graph.event.SetLearningRate.Target;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.ParameterGroup;
import org.alexnet.graph.optimizer.TrainingProgress;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final AlexNetSpec SPEC = Preset.PAPER.spec();
  private static final LearningRates SCHEDULED =
      LearningRates.of(SPEC, Preset.PAPER.recipe().optimizer(), 0.01);

  private static TrainingProgress at(long step, double epoch, Double... errors) {
    return new TrainingProgress(step, epoch, ImmutableList.copyOf(errors));
  }

  private static SetLearningRate rate(Target target, double rate, String... layers) {
    return new SetLearningRate(ImmutableList.copyOf(layers), target, rate);
  }

  private static double rate(Events events, TrainingProgress progress, String layer, Kind kind) {
    return events.learningRates(SCHEDULED, progress).byGroup().get(new ParameterGroup(layer, kind));
  }

  @Test
  void comeAfterSoManySteps() {
    Trigger after = new AfterSteps(10);

    assertThat(after.isReached(at(9, 99))).isFalse();
    assertThat(after.isReached(at(10, 0))).isTrue();
    assertThat(after.isReached(at(11, 0))).isTrue();
    assertThat(new AfterSteps(0).isReached(TrainingProgress.START)).isTrue();
  }

  @Test
  void comeAfterSoManyEpochsAndPartsOfOne() {
    Trigger after = new AfterEpochs(2.5);

    assertThat(after.isReached(at(99, 2.4999))).isFalse();
    assertThat(after.isReached(at(0, 2.5))).isTrue();
    assertThat(after.isReached(at(0, 3))).isTrue();
  }

  @Test
  void comeOnThePlateauThatIsMeant() {
    Trigger second = new OnPlateau(2, 2);

    assertThat(second.isReached(at(0, 3, 0.5, 0.5, 0.5))).as("the first").isFalse();
    assertThat(second.isReached(at(0, 4, 0.5, 0.5, 0.5, 0.5))).as("one epoch more").isFalse();
    assertThat(second.isReached(at(0, 5, 0.5, 0.5, 0.5, 0.5, 0.5))).isTrue();
    assertThat(second.isReached(at(0, 6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.1))).as("stays").isTrue();
  }

  @Test
  void setLearningRatesOfAllLayersOrOfSomeOfWeightsOrBiases() {
    Events events =
        Events.of(
            new Event(new AfterSteps(1), rate(Target.WEIGHTS, 0.002)),
            new Event(new AfterSteps(2), rate(Target.BIASES, 0.003, "conv2", "fc6")),
            new Event(new AfterSteps(3), rate(Target.ALL, 0.004, "conv2")));

    assertThat(events.learningRates(SCHEDULED, at(0, 0))).isEqualTo(SCHEDULED);
    assertThat(rate(events, at(1, 0), "conv1", Kind.WEIGHTS)).isEqualTo(0.002);
    assertThat(rate(events, at(1, 0), "conv1", Kind.BIASES)).isEqualTo(0.01);
    assertThat(rate(events, at(2, 0), "conv2", Kind.BIASES)).isEqualTo(0.003);
    assertThat(rate(events, at(2, 0), "conv2", Kind.WEIGHTS)).isEqualTo(0.002);
    assertThat(rate(events, at(2, 0), "fc6", Kind.BIASES)).isEqualTo(0.003);
    assertThat(rate(events, at(2, 0), "fc7", Kind.BIASES)).isEqualTo(0.01);
    assertThat(rate(events, at(3, 0), "conv2", Kind.BIASES)).isEqualTo(0.004);
    assertThat(rate(events, at(3, 0), "conv2", Kind.WEIGHTS)).isEqualTo(0.004);
    assertThat(rate(events, at(3, 0), "fc6", Kind.BIASES)).isEqualTo(0.003);
  }

  @Test
  void theLaterOneInTheListHolds() {
    Event freeze = new Event(new AfterSteps(5), SetLearningRate.freeze("conv1"));
    Event all = new Event(new AfterSteps(5), rate(Target.WEIGHTS, 0.1));

    assertThat(rate(Events.of(all, freeze), at(5, 0), "conv1", Kind.WEIGHTS)).isZero();
    assertThat(rate(Events.of(freeze, all), at(5, 0), "conv1", Kind.WEIGHTS)).isEqualTo(0.1);
    assertThat(rate(Events.of(freeze, all), at(5, 0), "conv1", Kind.BIASES)).isZero();
  }

  @Test
  void aFrozenGroupIsNotAmongThoseThatLearn() {
    Events events =
        Events.of(new Event(new AfterSteps(0), rate(Target.WEIGHTS, 0, "conv1", "fc8")));
    LearningRates rates = events.learningRates(SCHEDULED, at(0, 0));

    assertThat(rates.learning())
        .hasSize(16 - 2)
        .contains(new ParameterGroup("conv1", Kind.BIASES))
        .doesNotContain(
            new ParameterGroup("conv1", Kind.WEIGHTS), new ParameterGroup("fc8", Kind.WEIGHTS));
  }

  @Test
  void setTheAugmentation() {
    SetAugmentation without = new SetAugmentation(true, true, 0);
    SetAugmentation again = new SetAugmentation(true, false, 0.1);
    Events events =
        Events.of(
            new Event(new AfterEpochs(1), without),
            new Event(new AfterEpochs(1), SetLearningRate.freeze("conv1")),
            new Event(new AfterEpochs(2), again));

    assertThat(events.augmentation(at(0, 0.5))).isEqualTo(Optional.empty());
    assertThat(events.augmentation(at(0, 1))).contains(without);
    assertThat(events.augmentation(at(0, 2))).contains(again);
    assertThat(events.augmentations()).containsExactly(without, again);
  }

  @Test
  void areHeldByManifests() {
    Events events =
        Events.of(
            new Event(new AfterSteps(1), rate(Target.BIASES, 0.002, "conv1")),
            new Event(new AfterEpochs(1.5), new SetAugmentation(false, true, 0.5)),
            new Event(new OnPlateau(3, 1), rate(Target.ALL, 0)));

    assertThat(RecordCodec.decode(RecordCodec.encode(events, Events.class), Events.class, "events"))
        .isEqualTo(events);
  }

  @Test
  void sayWhatTheyDo() {
    assertThat(new Event(new AfterEpochs(67), new SetAugmentation(true, true, 0)).describe())
        .isEqualTo("after 67 epochs: random crops, flips, no PCA color augmentation");
    assertThat(new Event(new AfterEpochs(1), new SetAugmentation(false, false, 0.1)).describe())
        .isEqualTo("after 1 epoch: center crops, no flips, PCA color augmentation 0.1");
    assertThat(new Event(new AfterSteps(0), rate(Target.WEIGHTS, 1e-5, "conv1")).describe())
        .isEqualTo("from the beginning: learning rate of conv1 (weights) 0.00001");
    assertThat(new Event(new AfterSteps(10), rate(Target.BIASES, 0.002)).describe())
        .isEqualTo("after 10 steps: learning rate of all layers (biases) 0.002");
    assertThat(new Event(new OnPlateau(3, 2), SetLearningRate.freeze("conv1", "conv2")).describe())
        .isEqualTo("on plateau 2, 3 epochs without a lower error: conv1, conv2 frozen");
  }

  @Test
  void sayWhatChangesApartFromTheValue() {
    SetLearningRate slow = rate(Target.WEIGHTS, 1e-5, "conv1", "conv2");

    assertThat(slow.subject()).isEqualTo("learning rate of conv1, conv2 (weights)");
    assertThat(slow.value()).isEqualTo("0.00001");
    assertThat(SetLearningRate.freeze("conv1").subject()).isEqualTo("learning rate of conv1");
    assertThat(SetLearningRate.freeze("conv1").value()).isEqualTo("0");
    assertThat(new SetAugmentation(true, true, 0).subject()).isEqualTo("augmentation");
    assertThat(new SetAugmentation(true, true, 0).value())
        .isEqualTo("random crops, flips, no PCA color augmentation");
  }

  @Test
  void refuseWhatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Events.of(new Event(new AfterSteps(0), SetLearningRate.freeze("pool1")))
                    .requireFit(SPEC))
        .withMessage(
            "an event is about the layer pool1, but those with parameters are conv1, conv2, conv3,"
                + " conv4, conv5, fc6, fc7, fc8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rate(Target.ALL, -1))
        .withMessage("learning rate must be at least 0 and finite, found -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AfterSteps(-1))
        .withMessage("steps must not be negative, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AfterEpochs(-0.5))
        .withMessage("epochs must not be negative, found -0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnPlateau(0, 1))
        .withMessage("patience must be positive, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnPlateau(1, 0))
        .withMessage("count must be positive, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SetAugmentation(true, true, -0.1))
        .withMessage("pcaStd must be at least 0, found -0.1");
  }
}
