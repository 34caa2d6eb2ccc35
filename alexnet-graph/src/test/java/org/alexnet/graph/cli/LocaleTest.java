package org.alexnet.graph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.alexnet.common.cli.CommandLineTool;
import org.junit.jupiter.api.Test;

/** Output reads the same wherever the machine is set up. */
class LocaleTest {
  @Test
  void costsAreWrittenTheSameInGermany() {
    assertThat(inGermany(() -> CommandLineTool.execute(new GraphCommand(), "cost")))
        .contains("60,965,224", "about 2,263 MiB");
    assertThat(inGermany(() -> CommandLineTool.execute(new GraphCommand()))).contains("60,965,224");
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
