package org.alexnet.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.alexnet.common.cli.CommandLineTool;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that cannot be: one line, exit code 2, nothing done. */
class BadArgumentsTest {
  @ParameterizedTest
  @Timeout(10)
  @ValueSource(
      strings = {
        "export",
        "export --checkpoint none",
        "export --out none",
        "export --checkpoint none --out none --crops 0",
        "export --checkpoint none --out none --crops -1",
        "export --checkpoint none --out none --crops 2147483647",
        "export --checkpoint none --out none --crops NaN",
        "export --checkpoint none --out none --if-exists maybe",
        "export --checkpoint none --out none --predict",
        "classify",
        "classify --model none",
        "classify none.jpg",
        "classify --model none --top 0 none.jpg",
        "more"
      })
  void areRefusedInOneLine(String line) {
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int code;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      code = CommandLineTool.execute(new ExportCommand(), line.split(" "));
    } finally {
      System.setErr(err);
    }
    String printed = bytes.toString(StandardCharsets.UTF_8);

    // then
    assertThat(printed).startsWith("error: ").endsWith("\n");
    assertThat(printed.lines()).hasSize(1);
    assertThat(printed).doesNotContain("Exception");
    assertThat(code).isEqualTo(2);
  }
}
