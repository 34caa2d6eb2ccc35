package org.alexnet.common;

import com.google.common.base.Throwables;
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
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Directories that are there either whole or not at all.
 *
 * <p>A directory is filled as the hidden sibling {@code .NAME.partial}, brought to the disk, and
 * renamed. Replacing renames the old one to {@code .NAME.old} first; deleting renames it to {@code
 * .NAME.deleted} first. What a killed process left of these is cleared away by {@link #sweep}, and
 * a directory whose replacement was killed between its two renames is put back. Filling that takes
 * hours is {@linkplain #resume resumed} instead; how far it is stands in {@code .NAME.progress}.
 *
 * <p>Whoever calls these methods holds a {@link FolderLock} that keeps others from doing so.
 */
public final class AtomicDirectory {
  private static final String PARTIAL = "partial";
  private static final String PROGRESS = "progress";
  private static final String OLD = "old";
  private static final String DELETED = "deleted";
  private static final Pattern LEFT_BEHIND =
      Pattern.compile("\\.(.+)\\.(" + String.join("|", PARTIAL, PROGRESS, OLD, DELETED) + ")");

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

  /** Writes what is missing of the content of the directory. */
  @FunctionalInterface
  public interface ResumableFiller {
    /**
     * Fills a directory.
     *
     * @param directory what an earlier filling left of it; empty the first time
     * @param progress a directory for whatever the next filling must know if this one is
     *     interrupted; deleted once the directory is filled
     */
    void fill(Path directory, Path progress) throws IOException;
  }

  private AtomicDirectory() {}

  /**
   * Checks that a folder may be replaced: that nothing is there, or nothing but files of its kind.
   *
   * @param directory the folder
   * @param isOwn whether a file of this name is of its kind
   * @param kind what such a folder is, {@code a data set} for example
   * @throws IOException if something else is there
   */
  public static void requireReplaceable(Path directory, Predicate<String> isOwn, String kind)
      throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + " is not a folder, so it is not replaced");
    }
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.sorted().toList()) {
        if (!isOwn.test(entry.getFileName().toString())) {
          throw new IOException(
              entry + " is no part of " + kind + ", so its folder is not replaced; move it away");
        }
      }
    }
  }

  /**
   * Makes a new directory.
   *
   * @param target its path; missing parents are made too
   * @throws IOException if the target exists or filling fails; nothing is left then
   */
  public static void create(Path target, Filler filler) throws IOException {
    sweep(target);
    requireNone(target);
    fill(target, filler);
  }

  /**
   * Checks that there is no directory.
   *
   * @throws FileAlreadyExistsException if there is one
   */
  public static void requireNone(Path target) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target + " exists already");
    }
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
   * Makes a directory in place of the one that is there, if any, which stays until the new one is
   * complete, from what an interrupted call left.
   *
   * @param target its path; missing parents are made too
   * @throws IOException if filling fails; the old directory is untouched then, and what the filler
   *     wrote stays for the next call, unless it is {@linkplain #sweep swept} away
   */
  public static void resume(Path target, ResumableFiller filler) throws IOException {
    restore(target);
    Path partial = aside(target, PARTIAL);
    Path progress = aside(target, PROGRESS);
    deleteRecursively(aside(target, DELETED));
    try {
      Files.createDirectories(progress);
      Files.createDirectories(partial);
      filler.fill(partial, progress);
      moveInto(target, partial);
    } catch (IOException | RuntimeException | Error e) {
      throw explained(target, e);
    }
    deleteRecursively(progress);
    deleteRecursively(aside(target, OLD));
  }

  /**
   * Returns the folder of the progress that an interrupted call of {@link #resume} left; nothing if
   * there is nothing to go on with.
   */
  public static Optional<Path> progress(Path target) {
    if (target.toAbsolutePath().normalize().getFileName() == null) {
      return Optional.empty();
    }
    return Optional.of(aside(target, PROGRESS))
        .filter(progress -> Files.exists(progress) && Files.exists(aside(target, PARTIAL)));
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
    Path partial = aside(target, PARTIAL);
    try {
      Files.createDirectories(target.toAbsolutePath().normalize().getParent());
      Files.createDirectory(partial);
      filler.fill(partial);
      moveInto(target, partial);
    } catch (IOException | RuntimeException | Error e) {
      sweep(target);
      throw explained(target, e);
    }
    deleteRecursively(aside(target, OLD));
  }

  private static void moveInto(Path target, Path partial) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    syncAll(partial);
    if (Files.exists(absolute)) {
      Files.move(absolute, aside(target, OLD), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
    Disk.sync(absolute.getParent());
  }

  /** Returns what to throw for an error; it throws those that are no {@link IOException} itself. */
  private static IOException explained(Path target, Throwable e) {
    if (Disk.isFull(e)) {
      return new IOException(target + " cannot be written: no space is left on its disk", e);
    }
    Throwables.throwIfUnchecked(e);
    return (IOException) e;
  }

  /**
   * Puts a directory back whose replacement was killed between its two renames. What {@link
   * #resume} can go on with stays where it is, other things half made are cleared away.
   */
  public static void restore(Path target) throws IOException {
    Path old = aside(target, OLD);
    if (Files.exists(old) && !Files.exists(target)) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
    }
    deleteRecursively(old);
    if (progress(target).isEmpty()) {
      deleteRecursively(aside(target, PROGRESS));
      deleteRecursively(aside(target, PARTIAL));
    }
  }

  /**
   * Clears away what a killed process left of making, replacing or deleting a directory: it is then
   * there as it was before or as it should become.
   */
  public static void sweep(Path target) throws IOException {
    restore(target);
    deleteRecursively(aside(target, PROGRESS));
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
   * renames; {@link #restore} and {@link #sweep} put it back.
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
