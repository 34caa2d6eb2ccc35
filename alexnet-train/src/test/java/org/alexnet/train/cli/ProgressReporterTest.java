package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.alexnet.graph.AlexNetSpec;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.Evaluation;
import org.alexnet.train.FewImages;
import org.alexnet.train.TrainingRecipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressReporterTest {
  @TempDir private Path folder;

  @Test
  void thePaceIsThatOfThisSittingAlone() throws IOException {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try (ProgressReporter reporter =
        new ProgressReporter(TrainingRecipe.paper(), FewImages.sevenClasses(folder, 70, 3, 1))) {
      reporter.started(AlexNetSpec.paper(), 1_000_000, 2_000_000_000_000L);
      reporter.evaluated(new EpochSummary(1, 1_000_001, 0.01, 2, new Evaluation(2, 1, 1)));
    } finally {
      System.setOut(out);
    }

    // One step took at least a microsecond, so the others take more than 500 hours.
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .matches("(?s).*, \\d{3,} h \\d\\d min left\\)\n");
  }
}
