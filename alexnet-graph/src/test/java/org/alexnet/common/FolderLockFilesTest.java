package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which file a lock is, and what is in it. */
@SuppressWarnings("try") // the locks are held, not asked
class FolderLockFilesTest {
  @TempDir private Path folder;

  @Test
  void isAHiddenFileBesideTheFolderOrInIt() throws IOException {
    try (FolderLock beside = FolderLock.beside(folder.resolve("a"));
        FolderLock other = FolderLock.beside(folder.resolve("b"));
        FolderLock in = FolderLock.in(folder.resolve("a"))) {
      assertThat(folder.resolve(".a.lock")).exists();
      assertThat(folder.resolve(".b.lock")).exists();
      assertThat(folder.resolve("a/.lock")).exists();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void missingParentsAreMadeAndTheLastOfThemIsTakenAway() throws IOException {
    try (FolderLock lock = FolderLock.beside(folder.resolve("x/y/a"))) {
      assertThat(folder.resolve("x/y/.a.lock")).exists();
    }
    assertThat(folder.resolve("x/y")).doesNotExist();
  }

  @Test
  @Timeout(10)
  void holdsTheNumberOfTheProcessWhateverAKilledOneLeftInIt() throws IOException {
    Path file = Files.writeString(folder.resolve(".lock"), "9".repeat(20_000));

    try (FolderLock lock = FolderLock.in(folder)) {
      assertThat(Files.readString(file).strip())
          .isEqualTo(String.valueOf(ProcessHandle.current().pid()));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void oneFolderHasOneLockByWhateverPath() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    try (FolderLock in = FolderLock.in(real);
        FolderLock beside = FolderLock.beside(real.resolve("a"))) {
      assertHeld(link, () -> FolderLock.in(link));
      assertHeld(link.resolve("a"), () -> FolderLock.beside(link.resolve("a")));
    }
    FolderLock.in(link).close();
  }

  private static void assertHeld(
      Path path, org.assertj.core.api.ThrowableAssert.ThrowingCallable locking) {
    assertThatThrownBy(locking)
        .isInstanceOf(IOException.class)
        .hasMessage(
            path
                + " is being written by this process; wait until it has ended, or name another"
                + " folder");
  }

  /** Closing any channel of a file would free the lock, as far as other processes see. */
  @Test
  void aTryByAnotherPathLetsNoOtherProcessIn() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    try (FolderLock lock = FolderLock.in(real)) {
      assertHeld(link, () -> FolderLock.in(link));
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Other.class.getName(),
                  real.toString())
              .redirectErrorStream(true)
              .start();
      assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith(
              real + " is being written by process " + ProcessHandle.current().pid() + "; wait ");
    }
  }

  /** The main of the other process. */
  static final class Other {
    private Other() {}

    public static void main(String[] args) {
      try (FolderLock lock = FolderLock.in(Path.of(args[0]))) {
        System.out.println("locked");
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void theRootOfADiskHasNothingBesideIt() {
    Path root = folder.getRoot();

    assertThatThrownBy(() -> FolderLock.beside(root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(root + " has no folder above it");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskLeavesNoLockAndLocksNobodyOut() throws IOException {
    Path file = folder.toRealPath().resolve(".lock");
    Files.createSymbolicLink(file, Path.of("/dev/full"));

    assertThatThrownBy(() -> FolderLock.in(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " cannot be written: No space left on device");

    assertThat(folder).isEmptyDirectory();
    FolderLock.in(folder).close();
  }
}
