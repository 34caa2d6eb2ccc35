package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicDirectoryTest {
  @TempDir private Path folder;

  @Test
  void isThereOnceItIsFilled() throws IOException {
    Path target = folder.resolve("deep/target");

    AtomicDirectory.create(
        target,
        inside -> {
          assertThat(target).doesNotExist();
          Files.writeString(inside.resolve("file"), "new");
        });

    assertThat(target.resolve("file")).hasContent("new");
    assertThat(entries(target.getParent())).containsExactly(target);
  }

  @Test
  void leavesNothingWhenFillingFails() throws IOException {
    Path target = folder.resolve("target");

    assertThatThrownBy(() -> AtomicDirectory.create(target, inside -> failHalfWay(inside)))
        .hasMessage("no space");

    assertThat(entries(folder)).isEmpty();
  }

  @Test
  void saysBeforehandWhatCannotBeMade() throws IOException {
    AtomicDirectory.requireWritable(folder);
    AtomicDirectory.requireWritable(folder.resolve("deep/target"));
    assertThat(entries(folder)).isEmpty();

    Path file = Files.createFile(folder.resolve("file"));
    Path below = file.resolve("deep/target");
    assertThatThrownBy(() -> AtomicDirectory.requireWritable(below))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessage(below + " cannot be written: " + file + " is not a folder");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysBeforehandThatAFolderTakesNoEntries() {
    Path target = Path.of("/proc/self/deep/target"); // closed to the superuser too

    assertThatThrownBy(() -> AtomicDirectory.requireWritable(target))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(
            target + " cannot be written: /proc/self takes no new files; check its permissions");
  }

  @Test
  void saysInOneWayThatTheDiskIsFull() throws IOException {
    Path target = folder.resolve("target");

    assertThatThrownBy(
            () ->
                AtomicDirectory.create(
                    target,
                    inside -> {
                      throw new IOException(inside + "/x; No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(target + " cannot be written: no space is left on its disk");

    assertThat(entries(folder)).isEmpty();
  }

  @Test
  void refusesToCreateWhatExists() throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));

    assertThatThrownBy(() -> AtomicDirectory.create(target, inside -> {}))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(target + " exists already");
  }

  @Test
  void replacesTheOldWhenTheNewIsComplete() throws IOException {
    Path target = withContent("old");

    AtomicDirectory.replace(target, inside -> Files.writeString(inside.resolve("file"), "new"));

    assertThat(target.resolve("file")).hasContent("new");
    assertThat(entries(folder)).containsExactly(target);
  }

  @Test
  void keepsTheOldWhenReplacingFails() throws IOException {
    Path target = withContent("old");

    assertThatThrownBy(() -> AtomicDirectory.replace(target, inside -> failHalfWay(inside)))
        .hasMessage("no space");

    assertThat(target.resolve("file")).hasContent("old");
    assertThat(entries(folder)).containsExactly(target);
  }

  @Test
  void clearsAwayWhatAKilledProcessLeft() throws IOException {
    Path target = folder.resolve("target");
    Files.createDirectory(folder.resolve(".target.partial"));
    Files.writeString(folder.resolve(".target.partial/rest"), "rest");

    AtomicDirectory.create(target, inside -> assertThat(entries(inside)).isEmpty());

    assertThat(entries(folder)).containsExactly(target);
  }

  @Test
  void putsTheOldBackThatAKilledReplacementMovedAside() throws IOException {
    Path target = withContent("old");
    Files.move(target, folder.resolve(".target.old"));

    assertThatThrownBy(() -> AtomicDirectory.replace(target, inside -> failHalfWay(inside)))
        .hasMessage("no space");

    assertThat(target.resolve("file")).hasContent("old");
  }

  @Test
  void deletesWhatItLeftOfAnEarlierTryToo() throws IOException {
    Path target = withContent("new");
    Files.writeString(
        Files.createDirectory(folder.resolve(".target.deleted")).resolve("rest"), "rest");

    AtomicDirectory.delete(target);

    assertThat(entries(folder)).isEmpty();
  }

  private Path withContent(String text) throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    Files.writeString(target.resolve("file"), text);
    return target;
  }

  private static void failHalfWay(Path inside) throws IOException {
    Files.writeString(inside.resolve("file"), "half");
    throw new IOException("no space");
  }

  private static Stream<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList().stream();
    }
  }
}
