package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.alexnet.common.cli.CommandLineTool;
import org.alexnet.data.Preparation;
import org.alexnet.data.source.IdxFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output reads the same wherever the machine is set up. */
class LocaleTest {
  @TempDir private Path folder;

  @Test
  void countsOfImagesAreWrittenTheSameInGermany() throws IOException {
    Path testData = Path.of(System.getProperty("testdata"));
    Preparation.of(IdxFiles.in(testData.resolve("fashion-mnist")))
        .withImageSize(32)
        .write(folder.resolve("dataset"));

    assertThat(
            inGermany(
                () ->
                    CommandLineTool.execute(
                        new TrainCommand(),
                        "train",
                        "--data=" + folder.resolve("dataset"),
                        "--out=" + folder.resolve("run"),
                        "--preset=cifar10",
                        "--width-divided-by=16",
                        "--epochs=1",
                        "--batch-size=2000")))
        .contains("6,000 training images, 1,000 validation images")
        .containsPattern("[0-9],[0-9]{3} parameters");
  }

  private static String inGermany(Runnable command) {
    Locale locale = Locale.getDefault();
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Locale.setDefault(Locale.GERMANY);
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      command.run();
      return bytes.toString(StandardCharsets.UTF_8);
    } finally {
      Locale.setDefault(locale);
      System.setOut(out);
    }
  }
}
