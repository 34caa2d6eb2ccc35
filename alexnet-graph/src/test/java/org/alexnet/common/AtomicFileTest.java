package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  @Test
  void createsAFileThatIsNotThereAndLeavesOneThatIs() throws IOException {
    Path file = folder.resolve("file");

    AtomicFile.create(file, "first");

    assertThatThrownBy(() -> AtomicFile.create(file, "second"))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(file + " exists already; choose another name");
    assertThat(file).hasContent("first");
    assertThat(entries()).containsExactly(file);
  }

  @Test
  void ofManyThatCreateAFileAtTheSameTimeOneSucceeds() throws Exception {
    Path file = folder.resolve("file");
    int count = 8;
    CyclicBarrier begin = new CyclicBarrier(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<Future<Integer>> created = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int own = i;
      created.add(
          threads.submit(
              () -> {
                begin.await();
                AtomicFile.create(file, "by " + own);
                return own;
              }));
    }
    threads.shutdown();

    List<String> texts = new ArrayList<>();
    for (Future<Integer> one : created) {
      try {
        texts.add("by " + one.get());
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(FileAlreadyExistsException.class);
      }
    }
    assertThat(texts).hasSize(1);
    assertThat(file).hasContent(texts.get(0));
    assertThat(entries()).containsExactly(file);
  }

  @Test
  void whatCannotBeCreatedIsNotThere() throws IOException {
    Path file = folder.resolve("file");

    assertThatThrownBy(
            () ->
                AtomicFile.create(
                    file,
                    out -> {
                      throw new IOException("lost");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " cannot be written: lost");
    assertThat(entries()).isEmpty();
  }

  @Test
  void saysBeforehandWhatCannotBeWritten() throws IOException {
    AtomicFile.requireWritable(folder.resolve("file"));
    AtomicFile.requireWritable(Files.createFile(folder.resolve("there")));
    AtomicFile.requireWritable(Path.of("a-name-alone"));

    assertThatThrownBy(() -> AtomicFile.requireWritable(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " is a folder; give the name of a file");
    Path lost = folder.resolve("lost");
    assertThatThrownBy(() -> AtomicFile.requireWritable(lost.resolve("file")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(lost.resolve("file") + " cannot be written: " + lost + " is not a folder");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysBeforehandThatAFolderTakesNoFiles() {
    Path file = Path.of("/proc/self/file"); // closed to the superuser too

    assertThatThrownBy(() -> AtomicFile.requireWritable(file))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(
            file + " cannot be written: /proc/self takes no new files; check its permissions");
  }
}
