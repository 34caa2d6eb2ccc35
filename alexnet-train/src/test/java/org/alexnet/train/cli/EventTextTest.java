package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.alexnet.data.Augmentation;
import org.alexnet.graph.event.AfterEpochs;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.OnPlateau;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.event.SetLearningRate.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTextTest {
  private static final Augmentation BEFORE =
      new Augmentation(true, true, Augmentation.PcaScale.EIGENVALUE, 0.1);

  private static List<Event> events(String... texts) {
    return EventText.parse(List.of(texts), BEFORE, 4).list();
  }

  private static SetLearningRate rate(Target target, double rate, String... layers) {
    return new SetLearningRate(ImmutableList.copyOf(layers), target, rate);
  }

  @Test
  void saysWhen() {
    assertThat(events("epoch2.5:all=1", "epoch67:all=1", "step500:all=1", "plateau2:all=1"))
        .extracting(Event::trigger)
        .containsExactly(
            new AfterEpochs(2.5), new AfterEpochs(67), new AfterSteps(500), new OnPlateau(4, 2));
  }

  @Test
  void saysOfWhichParametersTheLearningRateIs() {
    assertThat(
            events(
                "step0:all=0.1",
                "step0:weights=0.2",
                "step0:biases=3e-5",
                "step0:conv1=0",
                "step0:conv1.weights=0.4",
                "step0:conv1+conv2.biases=0.5"))
        .extracting(Event::change)
        .containsExactly(
            rate(Target.ALL, 0.1),
            rate(Target.WEIGHTS, 0.2),
            rate(Target.BIASES, 3e-5),
            rate(Target.ALL, 0, "conv1"),
            rate(Target.WEIGHTS, 0.4, "conv1"),
            rate(Target.BIASES, 0.5, "conv1", "conv2"));
  }

  @Test
  void changesOnePartOfTheAugmentationAtATime() {
    assertThat(
            events(
                "step1:pca-std=0",
                "step2:flips=false",
                "step3:random-crops=false",
                "step4:flips=true"))
        .extracting(Event::change)
        .containsExactly(
            new SetAugmentation(true, true, 0),
            new SetAugmentation(true, false, 0),
            new SetAugmentation(false, false, 0),
            new SetAugmentation(false, true, 0));
  }

  @Test
  void refusesAnEarlierAfterALaterOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> events("epoch10:conv1=0", "step3:all=1", "epoch9.5:conv1=0.001"))
        .withMessage(
            "--event epoch9.5:conv1=0.001: events are listed in the order of time, found"
                + " epoch10:conv1=0 before it");
    assertThat(events("epoch2:conv1=0", "epoch10:conv1=0.1", "epoch10:pca-std=0")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          67:all=1 | must be WHEN:WHAT=VALUE
          epoch:all=1 | must be WHEN:WHAT=VALUE
          epoch1:all | must be WHEN:WHAT=VALUE
          epoch1:all=1=2 | must be WHEN:WHAT=VALUE
          epoch1.2.3:all=1 | epoch1.2.3:all=1: a number is expected
          step1.5:all=1 | step1.5:all=1: a number is expected
          plateau0:all=1 | plateau0:all=1: count must be positive, found 0
          step1:all=much | step1:all=much: a number is expected
          step1:all=-1 | step1:all=-1: learning rate must be at least 0 and finite, found -1.0
          step1:flips=maybe | step1:flips=maybe: true or false is expected
          step1:pca-std=-1 | step1:pca-std=-1: pcaStd must be at least 0, found -1.0
          """)
  void refusesWhatItCannotRead(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> events(text))
        .withMessageStartingWith("--event ")
        .withMessageContaining(reason);
  }
}
