package org.alexnet.common.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPInputStream;
import org.alexnet.common.NativeCache;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK throws, as a line that says file, reason and remedy. */
class FailureTest {
  private static final String FAULT =
      "; this is a fault of the program; report it with --stack-trace";

  @TempDir private Path folder;

  @Test
  void filesThatAreNotWhatTheyShouldBe() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertLine(
        () -> Files.readString(folder.resolve("none")),
        folder + "/none does not exist; check the path");
    assertLine(
        () -> Files.delete(folder),
        folder + " is a folder that is not empty; empty it, or choose another");
    assertLine(() -> Files.list(file), file + " is not a folder; give a folder");
    assertLine(
        () -> Files.createDirectory(file),
        file + " exists already; remove it, or choose another name");
    assertLine(() -> Files.readString(folder), "Is a directory; give a file, not a folder");
    assertLine(
        () -> Files.readString(file.resolve("below")),
        file + "/below: Not a directory; a part of the path before the last is a file");
    assertLine(
        () -> Files.createFile(folder.resolve("x".repeat(300))),
        folder + "/" + "x".repeat(300) + ": File name too long; choose a shorter name");
  }

  @Test
  void filesOfOthers() {
    assertThat(JdkText.of(new java.nio.file.AccessDeniedException("secret")))
        .isEqualTo(
            "secret is not open to this user; check its permissions and those of its folder");
  }

  @Test
  void damagedFiles() throws IOException {
    Path latin = Files.write(folder.resolve("labels.txt"), new byte[] {(byte) 0xfc});

    assertLine(
        () -> Files.readString(latin),
        "a text file is not in UTF-8 (Input length = 1); save it as UTF-8");
    assertLine(
        () -> new DataInputStream(new ByteArrayInputStream(new byte[3])).readInt(),
        "a file ends in the middle; it was cut off: copy or make it again");
    assertLine(
        () -> new GZIPInputStream(new ByteArrayInputStream(new byte[20])).close(),
        "a compressed file is damaged (Not in GZIP format); copy or make it again");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDisk() {
    assertLine(
        () -> Files.writeString(Path.of("/dev/full"), "x"),
        "No space left on device; what was whole before is untouched: free space and run the"
            + " command again");
    assertThat(JdkText.of(new FileSystemException("a/b", null, "Read-only file system")))
        .isEqualTo("a/b: Read-only file system; choose a folder on another disk");
  }

  @Test
  void faultsOfTheProgramAreNamedAsSuch() {
    assertLine(
        () -> List.of().get(0),
        "java.lang.ArrayIndexOutOfBoundsException: Index 0 out of bounds for length 0" + FAULT);
    assertLine(
        () -> {
          throw new NullPointerException("x is null");
        },
        "java.lang.NullPointerException: x is null" + FAULT);
  }

  @Test
  void anArgumentThatIsNoPath() {
    Failure failure = Failure.of(new InvalidPathException("a?b", "Malformed input"));

    assertThat(failure.line())
        .isEqualTo(
            "'a?b' cannot be a path here (Malformed input); for letters outside ASCII run with"
                + " LC_ALL=C.UTF-8");
    assertThat(failure.isWrongArgument()).isTrue();
  }

  @Test
  void onlyOurOwnIllegalArgumentsAreWrongArguments() {
    assertThat(Failure.of(new IllegalArgumentException("size must be 1")).isWrongArgument())
        .isTrue();
    assertThat(Failure.of(catchThrowable(() -> Integer.parseInt("x"))).isWrongArgument()).isFalse();
  }

  @Test
  void carriersAreOpened() {
    IOException inside = new IOException("a/b cannot be read");

    assertThat(Failure.of(new UncheckedIOException(inside)).line()).isEqualTo("a/b cannot be read");
    assertThat(Failure.of(new ExecutionException(new UncheckedIOException(inside))).line())
        .isEqualTo("a/b cannot be read");
  }

  @Test
  void messagesOfOurOwnStayAsTheyAre() {
    assertThat(Failure.of(new NoSuchFileException("x holds no image")).line())
        .isEqualTo("x holds no image");
    assertThat(Failure.of(new EOFException("x ends at byte 3")).line())
        .isEqualTo("x ends at byte 3");
  }

  @Test
  void errorsOfTheJvm() {
    assertThat(Failure.of(new StackOverflowError()).line())
        .isEqualTo(
            "the stack is exhausted: something is nested or repeated too often; give the JVM more"
                + " with -Xss, or report it with --stack-trace");
    assertThat(Failure.of(new UnsatisfiedLinkError("no jnitensorflow")).line())
        .isEqualTo(
            "a native library cannot be loaded (no jnitensorflow); choose the build for this"
                + " machine with -Dtensorflow.native, linux-x86_64 for example");
    assertThat(Failure.of(new NoClassDefFoundError("a/B")).line())
        .isEqualTo(
            "a class is missing or could not be loaded (a/B); build again with mvn clean compile"
                + " and check that this machine has natives");
    assertThat(Failure.of(new ExceptionInInitializerError(new UnsatisfiedLinkError("x"))).line())
        .startsWith("a native library cannot be loaded (x)");
    assertThat(Failure.of(new AssertionError("never")).line())
        .isEqualTo("java.lang.AssertionError: never" + FAULT);
  }

  @Test
  void nativesThatAreNotThereOnAFullDiskAreMissingForIt() {
    String missing = "no jnitensorflow in any folder";
    NativeCache full = new NativeCache(Path.of("/home/me/.javacpp/cache"));

    assertThat(ErrorText.ofNatives(missing, full, 300_000_000))
        .isEqualTo(
            "a native library cannot be loaded (no jnitensorflow in any folder);"
                + " unpacking them for the first time takes 1.2 GB in /home/me/.javacpp/cache, whose"
                + " disk has 0.3 GB free: make space, or name a folder on another disk with"
                + " -Dorg.bytedeco.javacpp.cachedir");
    assertThat(ErrorText.ofNatives(missing, full, 1_300_000_000)).contains("-Dtensorflow.native");
    assertThat(ErrorText.ofNatives("wrong ELF class", full, 0)).contains("-Dtensorflow.native");
  }

  private static void assertLine(ThrowingCallable command, String line) {
    assertThat(Failure.of(catchThrowable(command)).line()).isEqualTo(line);
  }
}
