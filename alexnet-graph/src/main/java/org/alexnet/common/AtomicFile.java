package org.alexnet.common;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small files that are replaced as a whole or not at all. */
public final class AtomicFile {
  private AtomicFile() {}

  /** What is written to a file, little by little. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes the content.
     *
     * @throws IOException if it cannot be written
     */
    void writeTo(Writer out) throws IOException;
  }

  /**
   * Writes text as {@code .NAME.new} beside a file, brings it to the disk and renames it over the
   * file.
   *
   * @param text the file's content, which is written in UTF-8
   * @throws IOException if it cannot be written; then the file is as it was
   */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text));
  }

  /**
   * Writes content as {@code .NAME.new} beside a file, brings it to the disk and renames it over
   * the file.
   *
   * @param content the file's content, which is written in UTF-8 and need not be in memory at once
   * @throws IOException if it cannot be written; then the file is as it was
   */
  public static void write(Path file, Content content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path beside = besideOf(absolute);
    try {
      try (FileChannel channel = FileChannel.open(beside, CREATE, WRITE, TRUNCATE_EXISTING)) {
        Writer out =
            new BufferedWriter(
                new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(beside, absolute, StandardCopyOption.ATOMIC_MOVE);
      Disk.sync(absolute.getParent());
    } catch (IOException e) {
      Files.deleteIfExists(beside);
      String reason = Disk.isFull(e) ? "no space is left on its disk" : e.getMessage();
      throw new IOException(file + " cannot be written: " + reason, e);
    } catch (RuntimeException | Error e) {
      Files.deleteIfExists(beside);
      throw e;
    }
  }

  /** Returns where a file is written before it is renamed. */
  public static Path besideOf(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".new");
  }
}
