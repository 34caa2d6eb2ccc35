package org.alexnet.common;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small files that are replaced as a whole or not at all. */
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;

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
    replace(
        file,
        channel -> {
          Writer out =
              new BufferedWriter(
                  new OutputStreamWriter(
                      Channels.newOutputStream(channel), StandardCharsets.UTF_8));
          content.writeTo(out);
          out.flush();
        });
  }

  /**
   * Writes bytes as {@code .NAME.new} beside a file, brings them to the disk and renames it over
   * the file.
   *
   * @param bytes the file's content
   * @throws IOException if it cannot be written; then the file is as it was
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    replace(file, channel -> Channels.newOutputStream(channel).write(bytes));
  }

  /** What is written as bytes. */
  @FunctionalInterface
  public interface ByteContent {
    /**
     * Writes the content.
     *
     * @throws IOException if it cannot be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes bytes that need not be in memory at once, as {@link #write(Path, byte[])} does.
   *
   * @throws IOException if they cannot be written; then the file is as it was
   */
  public static void writeBytes(Path file, ByteContent content) throws IOException {
    replace(
        file,
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
          content.writeTo(out);
          out.flush();
        });
  }

  /** What fills a file that is open. */
  private interface Filler {
    void fill(FileChannel channel) throws IOException;
  }

  private static void replace(Path file, Filler filler) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path beside = besideOf(absolute);
    try {
      try (FileChannel channel = FileChannel.open(beside, CREATE, WRITE, TRUNCATE_EXISTING)) {
        filler.fill(channel);
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

  /**
   * Writes text to a file that is not there yet. Of several processes that do so at the same time
   * one succeeds.
   *
   * @param text the file's content, which is written in UTF-8
   * @throws FileAlreadyExistsException if there is one; it stays as it is
   * @throws IOException if it cannot be written; then there is none
   */
  public static void create(Path file, String text) throws IOException {
    create(file, out -> out.write(text));
  }

  /**
   * Writes content to a file that is not there yet. Of several processes that do so at the same
   * time one succeeds.
   *
   * @param content the file's content, which is written in UTF-8 and need not be in memory at once
   * @throws FileAlreadyExistsException if there is one; it stays as it is
   * @throws IOException if it cannot be written; then there is none
   */
  public static void create(Path file, Content content) throws IOException {
    requireWritable(file);
    try {
      Files.createFile(file); // whoever makes the empty file may fill it
    } catch (FileAlreadyExistsException e) {
      throw exists(file, e);
    }
    try {
      write(file, content);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static IOException exists(Path file, FileAlreadyExistsException cause) {
    IOException exists =
        new FileAlreadyExistsException(file + " exists already; choose another name");
    exists.initCause(cause);
    return exists;
  }

  /**
   * Checks that a file can be written, before its content is made.
   *
   * @throws IOException if it is a folder, or its folder is none or takes no files
   */
  public static void requireWritable(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder; give the name of a file");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(file + " cannot be written: " + folder + " is not a folder");
    }
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(
          file + " cannot be written: " + folder + " takes no new files; check its permissions");
    }
  }

  /** Returns where a file is written before it is renamed. */
  public static Path besideOf(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".new");
  }
}
