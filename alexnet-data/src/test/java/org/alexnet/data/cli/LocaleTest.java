package org.alexnet.data.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.alexnet.common.cli.CommandLineTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output reads the same wherever the machine is set up. */
class LocaleTest {
  @TempDir private Path folder;

  @Test
  void countsOfImagesAreWrittenTheSameInGermany() {
    String idx = System.getProperty("testdata") + "/fashion-mnist";
    String out = folder.resolve("out").toString();

    assertThat(
            inGermany(
                () ->
                    CommandLineTool.execute(
                        new DataCommand(),
                        "prepare",
                        "--idx",
                        idx,
                        "--out",
                        out,
                        "--image-size=8")))
        .contains(": 6,000 training images in 5 shards, 1,000 validation images in 1 shard");
    assertThat(inGermany(() -> CommandLineTool.execute(new DataCommand(), "inspect", out)))
        .containsPattern("all +6,000 +1,000\n");
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
