package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir private Path folder;

  @Test
  void isHeldOnceInAProcessAndFreeAgainWhenClosed() throws IOException {
    Path target = folder.resolve("target");
    FolderLock first = FolderLock.beside(target);

    assertThatThrownBy(() -> FolderLock.beside(folder.resolve("x/../target")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder.resolve("x/../target")
                + " is being written by this process; wait until it has ended, or name another"
                + " folder");

    first.close();
    FolderLock.beside(target).close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesASecondProcessWithTheNumberOfTheFirst() throws Exception {
    Process first = hold(folder);

    assertThatThrownBy(() -> FolderLock.in(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder
                + " is being written by process "
                + first.pid()
                + "; wait until it has ended, or name another folder");

    first.destroyForcibly().waitFor();
    assertThat(folder.resolve(".lock")).exists();
    FolderLock.in(folder).close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void namesTheFolderThatTakesNoNewFiles() {
    Path target = Path.of("/proc/self/deep/target"); // closed to the superuser too

    for (FolderLocking lock : List.<FolderLocking>of(FolderLock::in, FolderLock::beside)) {
      assertThatThrownBy(() -> lock.of(target))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage(
              target + " cannot be written: /proc/self takes no new files; check its permissions");
    }
  }

  private interface FolderLocking {
    FolderLock of(Path folder) throws IOException;
  }

  @Test
  void leavesNoFolderThatItMadeUnlessSomethingWasPutIn() throws IOException {
    FolderLock.in(folder.resolve("empty")).close();
    try (FolderLock lock = FolderLock.in(folder.resolve("full"))) {
      assertThat(lock).isNotNull();
      Files.writeString(folder.resolve("full/file"), "x");
    }

    assertThat(folder.resolve("empty")).doesNotExist();
    assertThat(folder.resolve("full/file")).exists();
  }

  @Test
  void isHeldByOneOnlyHoweverManyTry() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger entered = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> all = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      all.add(threads.submit(() -> enterOften(inside, entered)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();

    assertThat(entered).hasPositiveValue();
  }

  private void enterOften(AtomicInteger inside, AtomicInteger entered) {
    for (int i = 0; i < 200; i++) {
      try (FolderLock lock = FolderLock.in(folder)) {
        assertThat(lock).isNotNull();
        assertThat(inside.incrementAndGet()).isOne();
        entered.incrementAndGet();
        inside.decrementAndGet();
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("is being written by this process");
      }
    }
  }

  /** Starts a process that locks a folder and keeps it. */
  private static Process hold(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("locked");
    return process;
  }

  /** The main of that process. */
  static final class Holder {
    private Holder() {}

    @SuppressWarnings("try") // the lock is held, not asked
    public static void main(String[] args) throws Exception {
      try (FolderLock lock = FolderLock.in(Path.of(args[0]))) {
        System.out.println("locked");
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }
}
