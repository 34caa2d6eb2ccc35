package org.alexnet.common;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small files that are replaced as a whole or not at all. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes text as {@code .NAME.new} beside a file, brings it to the disk and renames it over the
   * file.
   *
   * @param text the file's content, which is written in UTF-8
   * @throws IOException if it cannot be written; then the file is as it was
   */
  public static void write(Path file, String text) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path beside = besideOf(absolute);
    try {
      try (FileChannel channel = FileChannel.open(beside, CREATE, WRITE, TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(beside, absolute, StandardCopyOption.ATOMIC_MOVE);
      Disk.sync(absolute.getParent());
    } catch (IOException e) {
      Files.deleteIfExists(beside);
      String reason = Disk.isFull(e) ? "no space is left on its disk" : e.getMessage();
      throw new IOException(file + " cannot be written: " + reason, e);
    }
  }

  /** Returns where a file is written before it is renamed. */
  public static Path besideOf(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".new");
  }
}
