package org.alexnet.train.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

  /** Prints how it was started. */
  static final class Started {
    private Started() {}

    public static void main(String[] args) {
      System.out.print(JavaCommand.text());
    }
  }

  @Test
  void theArgumentsAreThereHoweverLongTheClassPathIs() throws IOException {
    String classPath = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsome=option",
                "-cp",
                classPath + (File.pathSeparator + "no-such-folder").repeat(400),
                Started.class.getName(),
                "train",
                "--epochs",
                "7")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    String text = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(text)
        .isEqualTo("java -Dsome=option " + Started.class.getName() + " train --epochs 7");
  }
}
