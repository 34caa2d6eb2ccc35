package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.train.FewImages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportRunTest {
  @TempDir private static Path shared;
  private static Dataset dataset;
  private static Path trained;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    dataset = FewImages.sevenClasses(shared, 70, 2, 1);
    trained =
        FewImages.shallowRun(dataset, shared.resolve("run"), recipe -> recipe.withEpochs(1))
            .directory();
  }

  private static CommandRun report(Object... args) {
    return CommandRun.of(Stream.concat(Stream.of("report"), Stream.of(args)).toArray());
  }

  private Path page() {
    return folder.resolve("report.html");
  }

  private void assertRefused(CommandRun ran, int code, String message) {
    CommandRun.assertRefused(ran, code, message);
    assertThat(page()).doesNotExist();
  }

  @Test
  void writesAPageOfARunAndItsPredictions() throws IOException {
    CommandRun ran =
        report(
            trained, "--out", page(), "--data", dataset.directory(), "--devices", "/CPU:0,/CPU:0");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEqualTo("The report is in " + page() + "\n");
    assertThat(ran.code()).isZero();
    assertThat(Files.readString(page()))
        .contains("<title>Report: run</title>", "id=\"predictions\"");
  }

  @Test
  void refusesAFolderThatIsNoRun() {
    assertRefused(
        report(folder, "--out", page()),
        1,
        folder + " is not a run's folder: it holds no run.json");
    assertRefused(
        report(trained, folder.resolve("lost"), "--out", page()),
        1,
        folder.resolve("lost") + " is not a run's folder: it holds no run.json");
  }

  @Test
  void refusesARunWithoutACheckpoint() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.copy(trained.resolve("run.json"), empty.resolve("run.json"));

    assertRefused(
        report(empty, "--out", page()), 1, empty + " holds no checkpoint; train it first");
  }

  @Test
  void refusesAnotherDataSetThanTheRuns() throws IOException {
    Dataset other = FewImages.sevenClasses(folder, 70, 3, 1);

    assertRefused(
        report(trained, "--out", page(), "--data", other.directory()),
        2,
        trained
            + " was trained on another data set than "
            + other.directory()
            + ": fingerprints "
            + dataset.fingerprint().substring(0, 12)
            + " and "
            + other.fingerprint().substring(0, 12));
  }

  @Test
  void refusesDevicesThatDoNotFit() {
    assertRefused(
        report(trained, "--out", page(), "--data", dataset.directory(), "--devices", "/CPU:0"),
        2,
        "placement has 1 devices, but the network has 2 towers");
  }

  @Test
  void refusesTheSameRunTwice() {
    assertRefused(
        report(trained, trained, "--out", page()), 2, trained + " is given twice; once is enough");
  }

  @Test
  void refusesAFolderInPlaceOfAFile() {
    assertRefused(
        report(trained, "--out", folder), 1, folder + " is a folder; give the name of a file");
    assertRefused(
        report(trained, "--out", folder.resolve("lost/report.html")),
        1,
        folder.resolve("lost/report.html")
            + " cannot be written: "
            + folder.resolve("lost")
            + " is not a folder");
  }

  @Test
  void replacesAFileOnlyIfToldTo() throws IOException {
    Files.writeString(page(), "before");

    CommandRun refused = report(trained, "--out", page());
    CommandRun unsaid = report(trained, "--out", page(), "--if-exists", "resume");

    assertThat(refused.err())
        .isEqualTo("error: " + page() + " exists already; choose --if-exists replace\n");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(unsaid.err())
        .isEqualTo(
            "error: --if-exists must be fail or replace, found resume: a page is made as a"
                + " whole\n");
    assertThat(unsaid.code()).isEqualTo(2);
    assertThat(page()).hasContent("before");

    assertThat(report(trained, "--out", page(), "--if-exists", "replace").code()).isZero();
    assertThat(Files.readString(page())).startsWith("<!DOCTYPE html>");
  }
}
