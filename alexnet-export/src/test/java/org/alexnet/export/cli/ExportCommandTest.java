package org.alexnet.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.alexnet.common.cli.CommandLineTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir private Path folder;

  @Test
  void refusesAMissingCheckpointInOneLine() {
    assertThat(error(1, "export", "--checkpoint", folder + "/none", "--out", folder + "/model"))
        .isEqualTo("error: " + folder + "/none is not a folder with a checkpoint\n");
    assertThat(folder.resolve("model")).doesNotExist();
  }

  @Test
  void refusesAMissingImageInOneLine() {
    assertThat(error(1, "classify", "--model", folder.toString(), folder + "/none.jpg"))
        .isEqualTo("error: " + folder + "/none.jpg does not exist\n");
  }

  @Test
  void refusesAnotherNumberOfCropsAndOtherNumbers() {
    assertThat(error(2, "classify", "--model", "x", "--crops", "3", "y.jpg"))
        .isEqualTo("error: --crops must be 1 or 10, found 3\n");
    assertThat(error(2, "export", "--checkpoint", "x", "--out", "y", "--weights", "int8"))
        .isEqualTo("error: --weights must be float32, bfloat16 or float16, found int8\n");
  }

  @Test
  void refusesAMissingOption() {
    assertThat(error(2, "classify", "x.jpg"))
        .isEqualTo("error: Missing required option: '--model=FOLDER'; see --help\n");
  }

  private static String error(int code, String... args) {
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(CommandLineTool.execute(new ExportCommand(), args)).isEqualTo(code);
      return bytes.toString(StandardCharsets.UTF_8);
    } finally {
      System.setErr(err);
    }
  }
}
