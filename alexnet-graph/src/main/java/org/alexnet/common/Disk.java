package org.alexnet.common;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a disk is asked beyond reading and writing. */
public final class Disk {
  private Disk() {}

  /** Brings a file's content, or a directory's entries, to the disk. */
  public static void sync(Path path) throws IOException {
    if (Files.isDirectory(path) && System.getProperty("os.name").startsWith("Windows")) {
      return; // Windows opens no directories and syncs their entries itself
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Returns whether an error says that the disk is full; Java and TensorFlow both pass on the
   * system's.
   */
  public static boolean isFull(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left on device")
        || message.contains("not enough space on the disk");
  }
}
