package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.data.Dataset;
import org.alexnet.data.FileNames;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.train.evaluation.EvaluationCounter;
import org.alexnet.train.prediction.Averaging;
import org.alexnet.train.prediction.CheckpointPredictions;
import org.alexnet.train.prediction.PredictedBy;
import org.alexnet.train.prediction.PredictionFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java examples in docs/ are the ones that are compiled, and they run. */
class DocsTest {
  private static final Path ROOT = Path.of(System.getProperty("testdata")).resolveSibling(".");

  @TempDir private static Path folder;
  private static Dataset dataset;
  private static Checkpoint a;
  private static Checkpoint b;

  @BeforeAll
  static void train() throws IOException {
    dataset = FewImages.sevenClasses(folder, 70, 2, 2);
    a = FewImages.responsive(dataset, folder.resolve("a"));
    b = FewImages.shallow(dataset, folder.resolve("run"));
  }

  private static void assertIsTheCompiledOne(String document) throws IOException {
    String example =
        Files.readString(ROOT.resolve("docs").resolve(document))
            .split("```java\n", 2)[1]
            .split("```", 2)[0]
            .replace("Path.of(", "folder.resolve(");
    Path compiled = ROOT.resolve("alexnet-train/src/test/java/org/alexnet/train/DocsExamples.java");

    assertThat(compiled).content().containsIgnoringWhitespaces(example);
  }

  private static CheckpointPredictions predictions(Checkpoint checkpoint, Crops crops) {
    PlacedNetwork network = new PlacedNetwork(checkpoint.spec(), TestData.ONE_CPU);
    return new CheckpointPredictions(checkpoint, network, dataset, Split.VALIDATION, crops);
  }

  @Test
  void thatOfEvaluationWritesAnAverage() throws IOException {
    CheckpointPredictions one = predictions(a, Crops.TEN);
    CheckpointPredictions two = predictions(b, Crops.CENTER);
    PredictionFolder.write(
        folder.resolve("predictions"), two, FileNames.of(dataset, Split.VALIDATION));

    DocsExamples.average(folder, a, one.network(), dataset, Split.VALIDATION);

    assertIsTheCompiledOne("evaluation.md");
    PredictionFolder average = PredictionFolder.open(folder.resolve("average"));
    assertThat(average.networks())
        .extracting(PredictedBy::checkpointFingerprint)
        .containsExactly(a.fingerprint(), b.fingerprint());
    assertThat(average.networks()).extracting(PredictedBy::crops).containsExactly(10, 1);
    EvaluationCounter equal = new EvaluationCounter();
    Averaging.of(List.of(one, two)).forEach(equal);
    assertThat(average.evaluation().top5Correct())
        .as("searched weights, which begin as equal ones")
        .isGreaterThanOrEqualTo(equal.evaluation().top5Correct());
  }

  @Test
  void thatOfReportWritesAPage() throws IOException {
    DocsExamples.report(folder, dataset);

    assertIsTheCompiledOne("report.md");
    assertThat(folder.resolve("report.html"))
        .content()
        .contains("<title>Report: run</title>", "id=\"predictions\"");
  }
}
