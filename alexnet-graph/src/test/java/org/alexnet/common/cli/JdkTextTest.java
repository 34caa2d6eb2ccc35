package org.alexnet.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of the JDK's exceptions and its whole line. */
class JdkTextTest {
  private static final String FAULT =
      "; this is a fault of the program; report it with --stack-trace";
  private static final String SPACE =
      "; what was whole before is untouched: free space and run the command again";
  private static final String ANY =
      "; check the path and its disk, --stack-trace shows where it happened";

  static Stream<Arguments> lines() {
    return Stream.of(
        line(new NoSuchFileException("a"), "a does not exist; check the path"),
        line(
            new AccessDeniedException("a"),
            "a is not open to this user; check its permissions and those of its folder"),
        line(
            new DirectoryNotEmptyException("a"),
            "a is a folder that is not empty; empty it, or choose another"),
        line(new NotDirectoryException("a"), "a is not a folder; give a folder"),
        line(
            new FileAlreadyExistsException("a"),
            "a exists already; remove it, or choose another name"),
        line(new FileSystemLoopException("a"), "a: FileSystemLoopException" + ANY),
        line(new FileSystemException("a", "b", "odd"), "a: odd" + ANY),
        line(new FileSystemException(null, null, "odd"), "odd" + ANY),
        line(
            new InvalidPathException("a", "odd"),
            "'a' cannot be a path here (odd); for letters outside ASCII run with LC_ALL=C.UTF-8"),
        line(
            new EOFException(), "a file ends in the middle; it was cut off: copy or make it again"),
        line(
            new EOFException("a"),
            "a file ends in the middle (a); it was cut off: copy or make it again"),
        line(new CharacterCodingException(), "a text file is not in UTF-8; save it as UTF-8"),
        line(new ZipException(), "a compressed file is damaged; copy or make it again"),
        line(new ZipException("a"), "a compressed file is damaged (a); copy or make it again"),
        line(new FileNotFoundException("a (odd)"), "a (odd); check the path and its permissions"),
        line(new IOException("odd"), "odd" + ANY),
        line(new IOException(), "java.io.IOException" + FAULT),
        line(new IllegalStateException("odd"), "java.lang.IllegalStateException: odd" + FAULT));
  }

  /** The operating system's words, said of a file or of none. */
  static Stream<Arguments> remedies() {
    return Stream.of(
            List.of("No space left on device", SPACE),
            List.of("Disk quota exceeded", SPACE),
            List.of("There is not enough space on the disk", SPACE),
            List.of("Read-only file system", "; choose a folder on another disk"),
            List.of("Is a directory", "; give a file, not a folder"),
            List.of("Not a directory", "; a part of the path before the last is a file"),
            List.of("File name too long", "; choose a shorter name"),
            List.of("Too many open files", "; allow more with ulimit -n"),
            List.of("Input/output error", "; the disk may be failing: check it"))
        .flatMap(
            each ->
                Stream.of(
                    line(new IOException(each.get(0)), each.get(0) + each.get(1)),
                    line(
                        new FileSystemException("a/b", null, each.get(0)),
                        "a/b: " + each.get(0) + each.get(1))));
  }

  private static Arguments line(Exception e, String line) {
    return Arguments.of(e, line);
  }

  @ParameterizedTest
  @MethodSource({"lines", "remedies"})
  void says(Exception e, String line) {
    assertThat(JdkText.of(e)).isEqualTo(line);
  }
}
