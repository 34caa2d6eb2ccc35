package org.alexnet.graph.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NativeLogTest {
  @TempDir private Path folder;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void passesOnWhatSomebodyCanDoSomethingWith() throws Exception {
    Path log = folder.resolve("log");
    ProcessBuilder child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                Printer.class.getName())
            .redirectError(log.toFile());
    child.environment().remove("TF_CPP_MIN_LOG_LEVEL");

    assertThat(child.start().waitFor()).isEqualTo(3);

    assertThat(Files.readAllLines(log))
        .containsExactlyInAnyOrder("of Java", "of natives", "last, without an end");
  }

  /** The main of a process that prints on standard error in every way. */
  static final class Printer {
    private Printer() {}

    public static void main(String[] args) {
      NativeLog.quieten();
      NativeLog.quieten();
      System.err.println("of Java");
      printNatively("Corrupt JPEG data: 3 extraneous bytes before marker 0xd9\n");
      printNatively("Unsupported marker type 0x5a\n");
      printNatively("of natives\nlibpng warning: iCCP: known incorrect sRGB profile\n");
      printNatively("last, without an end");
      System.exit(3);
    }

    private static void printNatively(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
          .getFunction("write")
          .invokeInt(new Object[] {2, bytes, (long) bytes.length});
    }
  }
}
