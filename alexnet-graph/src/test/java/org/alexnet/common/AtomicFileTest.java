package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  @Test
  void holdsTheTextInUtf8AndNothingIsBesideIt() throws IOException {
    Path file = folder.resolve("file");

    AtomicFile.write(file, "a longer text");
    AtomicFile.write(file, "käfer\n");

    assertThat(Files.readAllBytes(file)).containsExactly('k', 0xc3, 0xa4, 'f', 'e', 'r', '\n');
    assertThat(entries()).containsExactly(file);
  }

  @Test
  void overwritesWhatAKilledProcessLeftBesideIt() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(folder.resolve(".file.new"), "much longer than what is written now");

    AtomicFile.write(file, "short");

    assertThat(file).hasContent("short");
    assertThat(entries()).containsExactly(file);
    assertThat(AtomicFile.besideOf(file)).isEqualTo(folder.resolve(".file.new"));
  }

  @Test
  void whatCannotBeReplacedIsAsItWas() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(Files.createDirectory(file).resolve("inside"), "x");

    assertThatThrownBy(() -> AtomicFile.write(file, "text"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " cannot be written: ")
        .hasMessageContaining("directory")
        .hasCauseInstanceOf(IOException.class);
    assertThat(file.resolve("inside")).hasContent("x");
    assertThat(entries()).containsExactly(file);
  }

  @Test
  void contentMayComeLittleByLittle() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");

    AtomicFile.write(
        file,
        out -> {
          for (int i = 0; i < 100_000; i++) {
            out.append("é");
          }
        });

    assertThat(file).hasContent("é".repeat(100_000));
    assertThat(entries()).containsExactly(file);
  }

  @Test
  void contentThatFailsLeavesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    IOException failure = new IOException("no more");

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.append("n".repeat(100_000));
                      throw failure;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " cannot be written: no more")
        .hasCause(failure);
    assertThat(file).hasContent("old");
    assertThat(entries()).containsExactly(file);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysThatTheDiskIsFullAndKeepsTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Files.createSymbolicLink(folder.resolve(".file.new"), Path.of("/dev/full"));

    assertThatThrownBy(() -> AtomicFile.write(file, "new"))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " cannot be written: no space is left on its disk");
    assertThat(file).hasContent("old");
    assertThat(entries()).containsExactly(file);
  }

  private Stream<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList().stream();
    }
  }
}
