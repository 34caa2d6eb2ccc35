package org.alexnet.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.alexnet.data.Dataset;
import org.alexnet.graph.event.AfterEpochs;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.optimizer.Exponential;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.train.FewImages;
import org.alexnet.train.Run;
import org.alexnet.train.watch.LoggedSteps;
import org.alexnet.train.watch.LoggedSteps.Happening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarksTest {
  @TempDir private Path folder;

  private static final Events EVENTS =
      Events.of(
          new Event(new AfterSteps(9), SetLearningRate.freeze("conv1")),
          new Event(new AfterEpochs(2), new SetAugmentation(false, false, 0)),
          new Event(new AfterEpochs(40), SetLearningRate.freeze("fc6")));

  @Test
  void changesEventsAndAmendmentsAreMarkedInOrderOfTime() throws IOException {
    Dataset dataset = FewImages.sevenClasses(folder, 70, 6, 1); // 6 steps an epoch
    Run run =
        FewImages.shallowRun(
            dataset,
            folder.resolve("run"),
            recipe ->
                recipe.withSchedule(new MultiStep(ImmutableList.of(1, 2), 0.1)).withEvents(EVENTS));

    ImmutableList<Mark> marks = Marks.of(run, LoggedSteps.NONE, 4);
    Run amended =
        FewImages.amended(dataset, run, recipe -> recipe.withEpochs(4).withLearningRate(0.02));

    assertThat(marks)
        .containsExactly(
            new Mark(4, 1, "learning rate 0.001, before 0.01"),
            new Mark(5, 1.5, "event after 9 steps: conv1 frozen"),
            new Mark(6, 2, "learning rate 0.0001, before 0.001"),
            new Mark(
                7, 2, "event after 2 epochs: center crops, no flips, no PCA color augmentation"));
    assertThat(Marks.of(amended, LoggedSteps.NONE, 1))
        .hasSize(6)
        .endsWith(
            new Mark(5, 3, "learning rate 0.0002, before 0.0001"),
            new Mark(6, 3, "recipe amended after 18 steps"));
    assertThat(ProvenanceFacts.of(amended))
        .containsEntry(
            "recipe history",
            "after 18 steps learning rate: 0.02, before 0.01; epochs, at most: 4, before 3");
  }

  @Test
  void theStepThatBrokeTheRunIsMarkedBehindItsLastEpoch() throws IOException {
    Dataset dataset = FewImages.sevenClasses(folder, 70, 6, 1); // 6 steps an epoch
    Run run = FewImages.shallowRun(dataset, folder.resolve("run"), recipe -> recipe.withEpochs(2));
    LoggedSteps log =
        new LoggedSteps(
            ImmutableList.of(),
            ImmutableList.of(new Happening(15, "diverged", "loss is no longer finite")),
            ImmutableMap.of());

    assertThat(Marks.of(run, log, 1))
        .containsExactly(new Mark(1, 2.5, "diverged: loss is no longer finite"));
    assertThat(
            new ReportedRun(
                    1, "run", run, log, ImmutableList.of(), Optional.empty(), Optional.empty())
                .summary()
                .epochs())
        .isEqualTo("2 of at most 2; diverged in step 15");
  }

  @Test
  void aLearningRateThatAlwaysChangesIsACurveAndNoMarks() throws IOException {
    Dataset dataset = FewImages.sevenClasses(folder, 70, 1, 1); // a step an epoch
    Run twelveChanges =
        FewImages.shallowRun(
            dataset,
            folder.resolve("run"),
            recipe -> recipe.withEpochs(13).withSchedule(new Exponential(0.5, 10)));
    ImmutableList<Mark> marks = Marks.of(twelveChanges, LoggedSteps.NONE, 1);
    Run thirteen = FewImages.amended(dataset, twelveChanges, recipe -> recipe.withEpochs(14));

    assertThat(marks).hasSize(12).allMatch(mark -> mark.text().startsWith("learning rate 0.00"));
    assertThat(thirteen.epochs()).hasSize(14);
    assertThat(Marks.of(thirteen, LoggedSteps.NONE, 1)).isEmpty();
  }

  @Test
  void placesAreShortNumbers() {
    assertThat(new Mark(1, 3, "").place()).isEqualTo("3");
    assertThat(new Mark(1, 10, "").place()).isEqualTo("10");
    assertThat(new Mark(1, 3.25, "").place()).isEqualTo("3.25");
    assertThat(new Mark(1, 3.5, "").place()).isEqualTo("3.5");
  }
}
