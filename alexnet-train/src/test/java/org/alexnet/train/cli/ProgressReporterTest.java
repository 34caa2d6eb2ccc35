package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import org.alexnet.data.Dataset;
import org.alexnet.graph.preset.Preset;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.FewImages;
import org.alexnet.train.StepSummary;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.evaluation.Evaluation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressReporterTest {
  /** 21 training images. */
  private static Dataset dataset;

  @BeforeAll
  static void prepare(@TempDir Path folder) throws IOException {
    dataset = FewImages.sevenClasses(folder, 70, 3, 1);
  }

  /** What a reporter prints of a training with seven images in a step. */
  private CommandRun run(Reporting reporting) throws Exception {
    return CommandRun.printedBy(
        () -> {
          try (ProgressReporter reporter =
              new ProgressReporter(TrainingRecipe.paper().withBatchSize(7), dataset)) {
            reporting.to(reporter);
          }
        });
  }

  private String printed(Reporting reporting) throws Exception {
    return run(reporting).out();
  }

  private interface Reporting {
    void to(ProgressReporter reporter) throws Exception;
  }

  /** Lets a moment that the reporter remembers have been some seconds ago. */
  private static void longAgo(ProgressReporter reporter, String moment, long seconds)
      throws ReflectiveOperationException {
    Field field = ProgressReporter.class.getDeclaredField(moment);
    field.setAccessible(true);
    field.setLong(reporter, System.nanoTime() - seconds * 1_000_000_000L);
  }

  @Test
  void thePaceIsThatOfThisSittingAlone() throws Exception {
    String printed =
        printed(
            reporter -> {
              reporter.started(Preset.PAPER.spec(), 1_000_000, 2_000_000_000_000L);
              reporter.evaluated(
                  new EpochSummary(1, 1_000_001, 0.01, 2, 0.9, new Evaluation(2, 1, 1, -0.5)));
            });

    // One step took at least a microsecond, so the others take more than 500 hours.
    assertThat(printed).matches("(?s).*, \\d{3,} h \\d\\d min left\\)\n");
  }

  @Test
  void everyEpochHasALineOfItsOwnPaceAndWhatIsLeftOfAll() throws Exception {
    String printed =
        printed(
            reporter -> {
              reporter.started(Preset.PAPER.spec(), 100, 5_720);
              longAgo(reporter, "begin", 1_000);
              longAgo(reporter, "epochBegin", 500);
              reporter.evaluated(
                  new EpochSummary(4, 1_100, 2e-4, 1.2345, 0.9, new Evaluation(8, 3, 5, -0.5)));
              longAgo(reporter, "epochBegin", 200);
              reporter.evaluated(
                  new EpochSummary(5, 2_100, 0.01, 0.5, 0.9, new Evaluation(8, 4, 6, -0.5)));
            });

    assertThat(printed)
        .isEqualTo(
            "Resuming after 100 of 5,720 steps\n"
                + "epoch   4/90  learning rate 0.0002  loss 1.235  error 90.0 %  validation: top-1 error 62.5 %, top-5 error 37.5 %, log p -0.500"
                + "  (14 images/s, 1 h 17 min left)\n"
                + "epoch   5/90  learning rate 0.01    loss 0.500  error 90.0 %  validation: top-1 error 50.0 %, top-5 error 25.0 %, log p -0.500"
                + "  (35 images/s, 30 min 10 s left)\n");
  }

  @Test
  void everyEpochsPaceCountsFromTheEndOfTheOneBefore() throws Exception {
    String printed =
        printed(
            reporter -> {
              reporter.started(Preset.PAPER.spec(), 0, 2_000_000);
              longAgo(reporter, "epochBegin", 1_000);
              reporter.evaluated(
                  new EpochSummary(1, 1_000, 0.01, 2, 0.9, new Evaluation(8, 3, 5, -0.5)));
              reporter.evaluated(
                  new EpochSummary(2, 1_001_000, 0.01, 2, 0.9, new Evaluation(8, 3, 5, -0.5)));
            });

    assertThat(printed).matches("(?s).*\\(7 images/s, .*\\(\\d{5,} images/s, .*");
  }

  @Test
  void everyMinuteHasALine() throws Exception {
    String printed =
        printed(
            reporter -> {
              reporter.started(Preset.PAPER.spec(), 0, 270);
              longAgo(reporter, "begin", 1_000_000);
              longAgo(reporter, "epochBegin", 1_000);
              longAgo(reporter, "lastLine", 59);
              reporter.stepped(new StepSummary(12, 99, 3, 0.75));
              longAgo(reporter, "lastLine", 61);
              reporter.stepped(new StepSummary(12, 200, 2.5, 0.75));
              reporter.stepped(new StepSummary(12, 201, 2.5, 0.75));
              longAgo(reporter, "lastLine", 61);
              reporter.evaluated(
                  new EpochSummary(12, 250, 0.01, 2, 0.9, new Evaluation(8, 3, 5, -0.5)));
              reporter.stepped(new StepSummary(13, 251, 2.5, 0.75));
            });

    assertThat(printed.lines())
        .hasSize(2)
        .first()
        .isEqualTo("epoch  12/90  loss 2.747  error 75.0 %  1 images/s  97 h 13 min left");
  }

  @Test
  void aRunThatIsTrainedAlreadySaysSoAndANewOneNothing() throws Exception {
    assertThat(
            printed(
                reporter -> {
                  reporter.started(Preset.PAPER.spec(), 0, 12_000);
                  reporter.started(Preset.PAPER.spec(), 11_999, 12_000);
                  reporter.started(Preset.PAPER.spec(), 12_000, 12_000);
                }))
        .isEqualTo(
            "Resuming after 11,999 of 12,000 steps\nTrained already: 12,000 of 12,000 steps\n");
  }

  @Test
  void warningsGoToStandardError() throws Exception {
    CommandRun warned = run(reporter -> reporter.warned("warning: another core"));

    assertThat(warned.out()).isEmpty();
    assertThat(warned.err()).isEqualTo("warning: another core\n");
  }
}
