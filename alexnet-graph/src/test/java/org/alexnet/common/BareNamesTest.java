package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names without a folder before them, as commands are given: they lie where the process runs. */
class BareNamesTest {
  @TempDir private Path folder;

  @Test
  void areThoseOfTheFolderInWhichTheProcessRuns() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(folder.resolve("file")).hasContent("text");
    assertThat(folder.resolve("directory/inside")).hasContent("second");
    try (var entries = Files.list(folder)) {
      assertThat(entries)
          .containsExactlyInAnyOrder(folder.resolve("file"), folder.resolve("directory"));
    }
  }

  /** The main of that process. */
  static final class Writer {
    private Writer() {}

    @SuppressWarnings("try") // the locks are held, not asked
    public static void main(String[] args) throws IOException {
      Path directory = Path.of("directory");
      try (FolderLock beside = FolderLock.beside(directory)) {
        AtomicDirectory.create(
            directory, inside -> Files.writeString(inside.resolve("inside"), "first"));
        AtomicDirectory.replace(
            directory, inside -> Files.writeString(inside.resolve("inside"), "second"));
      }
      FolderLock.in(directory).close();
      AtomicFile.write(Path.of("file"), "text");
      AtomicDirectory.create(Path.of("gone"), inside -> {});
      AtomicDirectory.delete(Path.of("gone"));
    }
  }
}
