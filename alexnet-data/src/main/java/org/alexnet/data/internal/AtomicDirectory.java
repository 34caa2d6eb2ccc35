package org.alexnet.data.internal;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * Makes a directory that is there either whole or not at all.
 *
 * <p>It is filled as the hidden sibling {@code .NAME.partial}, brought to the disk, and renamed. If
 * filling fails, the sibling is deleted; what a killed process left there is deleted by the next
 * attempt. Replacing renames the old directory to {@code .NAME.old} first, and the next attempt
 * puts it back if the process was killed between the two renames.
 */
public final class AtomicDirectory {

  /** Writes the content of the directory. */
  @FunctionalInterface
  public interface Filler {
    /**
     * Fills a directory.
     *
     * @param directory an empty directory
     */
    void fill(Path directory) throws IOException;
  }

  private AtomicDirectory() {}

  /**
   * Makes a new directory.
   *
   * @param target its path; missing parents are made too
   * @throws IOException if the target exists or filling fails; nothing is left then
   */
  public static void create(Path target, Filler filler) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target + " exists already");
    }
    replace(target, filler);
  }

  /**
   * Makes a directory in place of the one that is there, if any, which stays until the new one is
   * complete.
   *
   * @param target its path; missing parents are made too
   * @throws IOException if filling fails; the old directory is untouched then
   */
  public static void replace(Path target, Filler filler) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    Path partial = absolute.resolveSibling("." + absolute.getFileName() + ".partial");
    Path old = absolute.resolveSibling("." + absolute.getFileName() + ".old");
    Files.createDirectories(absolute.getParent());
    putBack(absolute, old);
    delete(partial);
    try {
      Files.createDirectory(partial);
      filler.fill(partial);
      syncAll(partial);
      if (Files.exists(absolute)) {
        Files.move(absolute, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
      sync(absolute.getParent());
    } catch (IOException | RuntimeException | Error e) {
      delete(partial);
      putBack(absolute, old);
      if (isForWantOfSpace(e)) {
        throw new IOException(target + " cannot be written: no space is left on its disk", e);
      }
      throw e;
    }
    delete(old);
  }

  /** Java and TensorFlow both pass on the words of the operating system. */
  private static boolean isForWantOfSpace(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left on device")
        || message.contains("not enough space on the disk");
  }

  /** Ends a replacement that was interrupted: either the new directory is there, or the old one. */
  private static void putBack(Path target, Path old) throws IOException {
    if (Files.exists(target)) {
      delete(old);
    } else if (Files.exists(old)) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Deletes a directory with all that is in it, if it is there.
   *
   * @throws IOException if something in it cannot be deleted
   */
  public static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static void syncAll(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.toList()) {
        sync(path);
      }
    }
  }

  private static void sync(Path path) throws IOException {
    if (Files.isDirectory(path) && System.getProperty("os.name").startsWith("Windows")) {
      return; // Windows opens no directories and syncs their entries itself
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
