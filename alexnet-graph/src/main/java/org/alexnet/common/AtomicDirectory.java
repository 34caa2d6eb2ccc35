package org.alexnet.common;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Directories that are there either whole or not at all.
 *
 * <p>A directory is filled as the hidden sibling {@code .NAME.partial}, brought to the disk, and
 * renamed. Replacing renames the old one to {@code .NAME.old} first; deleting renames it to {@code
 * .NAME.deleted} first. What a killed process left of these is cleared away by {@link #sweep}, and
 * a directory whose replacement was killed between its two renames is put back.
 *
 * <p>Whoever calls these methods holds a {@link FolderLock} that keeps others from doing so.
 */
public final class AtomicDirectory {
  private static final String PARTIAL = "partial";
  private static final String OLD = "old";
  private static final String DELETED = "deleted";
  private static final Pattern LEFT_BEHIND =
      Pattern.compile("\\.(.+)\\.(" + PARTIAL + "|" + OLD + "|" + DELETED + ")");

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
    sweep(target);
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target + " exists already");
    }
    fill(target, filler);
  }

  /**
   * Makes a directory in place of the one that is there, if any, which stays until the new one is
   * complete.
   *
   * @param target its path; missing parents are made too
   * @throws IOException if filling fails; the old directory is untouched then
   */
  public static void replace(Path target, Filler filler) throws IOException {
    sweep(target);
    fill(target, filler);
  }

  /**
   * Checks that a directory can be made or replaced, before its content is made.
   *
   * @throws IOException if the nearest folder above it that exists is none or takes no new entries
   */
  public static void requireWritable(Path target) throws IOException {
    Path above = target.toAbsolutePath().normalize().getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    if (above == null || !Files.isDirectory(above)) {
      throw new NotDirectoryException(target + " cannot be written: " + above + " is not a folder");
    }
    if (!Files.isWritable(above)) {
      throw new AccessDeniedException(
          target + " cannot be written: " + above + " takes no new files; check its permissions");
    }
  }

  private static void fill(Path target, Filler filler) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    Path partial = aside(target, PARTIAL);
    Path old = aside(target, OLD);
    try {
      Files.createDirectories(absolute.getParent());
      Files.createDirectory(partial);
      filler.fill(partial);
      syncAll(partial);
      if (Files.exists(absolute)) {
        Files.move(absolute, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
      Disk.sync(absolute.getParent());
    } catch (IOException | RuntimeException | Error e) {
      sweep(target);
      if (Disk.isFull(e)) {
        throw new IOException(target + " cannot be written: no space is left on its disk", e);
      }
      throw e;
    }
    deleteRecursively(old);
  }

  /**
   * Clears away what a killed process left of making, replacing or deleting a directory: it is then
   * there as it was before or as it should become.
   */
  public static void sweep(Path target) throws IOException {
    Path old = aside(target, OLD);
    if (Files.exists(old) && !Files.exists(target)) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
    }
    deleteRecursively(old);
    deleteRecursively(aside(target, PARTIAL));
    deleteRecursively(aside(target, DELETED));
  }

  /**
   * Sweeps every directory of a kind.
   *
   * @param parent the directory that they are in; it need not exist
   * @param names what the names of the directories look like
   */
  public static void sweepAll(Path parent, Pattern names) throws IOException {
    if (!Files.isDirectory(parent)) {
      return;
    }
    for (Path entry : entries(parent)) {
      Matcher left = LEFT_BEHIND.matcher(entry.getFileName().toString());
      if (left.matches() && names.matcher(left.group(1)).matches()) {
        sweep(parent.resolve(left.group(1)));
      }
    }
  }

  /**
   * Returns whether a directory is missing only because its replacement was interrupted between two
   * renames; {@link #sweep} puts it back.
   */
  public static boolean isInterrupted(Path target) {
    return target.toAbsolutePath().normalize().getFileName() != null
        && !Files.exists(target)
        && Files.exists(aside(target, OLD));
  }

  /**
   * Deletes a directory with all that is in it, if it is there. At no moment can a part of it be
   * seen under its name.
   *
   * @throws IOException if something in it cannot be deleted
   */
  public static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      Path deleted = aside(directory, DELETED);
      deleteRecursively(deleted);
      Files.move(directory, deleted, StandardCopyOption.ATOMIC_MOVE);
      deleteRecursively(deleted);
    }
  }

  private static Path aside(Path target, String what) {
    Path absolute = target.toAbsolutePath().normalize();
    return absolute.resolveSibling("." + absolute.getFileName() + "." + what);
  }

  private static void deleteRecursively(Path directory) throws IOException {
    if (Files.exists(directory)) {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private static void syncAll(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.toList()) {
        Disk.sync(path);
      }
    }
  }
}
