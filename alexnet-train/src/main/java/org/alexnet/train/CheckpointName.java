package org.alexnet.train;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alexnet.common.AtomicFile;

/**
 * A file in a run's folder that names one of its checkpoints: {@code latest} holds the line {@code
 * checkpoints/step-00000047}.
 *
 * <p>It is a file with text and no symbolic link, since it is replaced by one rename on every
 * system, needs no privilege on Windows, and stays what it is in archives and copies.
 */
record CheckpointName(Path file) {
  private static final Pattern LINE = Pattern.compile("(checkpoints/step-\\d{1,18})\\R?");
  private static final int LONGEST = 64;
  private static final ImmutableSet<String> NAMES =
      ImmutableSet.of(Checkpoints.LATEST, Checkpoints.BEST);

  /**
   * Returns the folder that the file names; nothing if there is no such file, or it has another
   * name than those that name checkpoints and names none.
   *
   * @throws IOException if it is damaged: it names no checkpoint, or one that is not there
   */
  Optional<Path> checkpoint() throws IOException {
    Optional<String> named = read();
    if (named.isEmpty()) {
      if (Files.isRegularFile(file) && NAMES.contains(file.getFileName().toString())) {
        throw new IOException(
            file
                + " is damaged: it must name a checkpoint, checkpoints/step-00000047 for example,"
                + " found '"
                + beginning()
                + "'");
      }
      return Optional.empty();
    }
    Path directory = file.resolveSibling(named.get());
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(
          file + " is damaged: it names " + named.get() + ", which is not there");
    }
    return Optional.of(directory);
  }

  /** Returns the folder that the file names if it is there. */
  Optional<Path> existing() throws IOException {
    return read().map(file::resolveSibling).filter(Files::isDirectory);
  }

  /** Returns what a message can show of the file. */
  private String beginning() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
      return CharMatcher.javaIsoControl().replaceFrom(text, ' ');
    }
  }

  private Optional<String> read() throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
      return Optional.empty();
    }
    try {
      Matcher line = LINE.matcher(Files.readString(file));
      return line.matches() ? Optional.of(line.group(1)) : Optional.empty();
    } catch (CharacterCodingException noText) {
      return Optional.empty();
    }
  }

  /** Names a checkpoint of the run; a file that says so already stays as it is. */
  void write(Path checkpoint) throws IOException {
    String named = "checkpoints/" + checkpoint.getFileName();
    if (!read().equals(Optional.of(named))) {
      AtomicFile.write(file, named + "\n");
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
