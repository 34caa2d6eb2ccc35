package org.alexnet.common;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock that whoever writes a folder holds, so that no two do at once, in one process or in two.
 *
 * <p>It is a small hidden file with the number of the process in it. The operating system frees the
 * lock when the process ends, however it ends; a file that a killed process left locks nobody out.
 */
public final class FolderLock implements Closeable {
  /** Closing any channel of a file frees the process's locks on it, so a second is never opened. */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  /** The byte that is locked: far behind the text, which others must be able to read. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final int LONGEST_NUMBER = 20;
  private static final int LONGEST_TEXT = 4096;

  private final Path file;
  private final FileChannel channel;
  private final boolean newFolder;

  private FolderLock(Path file, FileChannel channel, boolean newFolder) {
    this.file = file;
    this.channel = channel;
    this.newFolder = newFolder;
  }

  /**
   * Locks a folder that is replaced as a whole, by {@code .NAME.lock} beside it. Missing parents
   * are made.
   *
   * @param folder its path; it need not exist
   * @throws IOException if another process holds the lock, whose number the message gives, or the
   *     file cannot be written
   */
  public static FolderLock beside(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    checkArgument(absolute.getFileName() != null, "%s has no folder above it", folder);
    return acquire(folder, absolute.resolveSibling("." + absolute.getFileName() + ".lock"));
  }

  /**
   * Locks a folder in which things are added, by {@code .lock} in it. The folder is made if it is
   * missing.
   *
   * @param folder its path
   * @throws IOException if another process holds the lock, whose number the message gives, or the
   *     file cannot be written
   */
  public static FolderLock in(Path folder) throws IOException {
    return acquire(folder, folder.toAbsolutePath().normalize().resolve(".lock"));
  }

  private static FolderLock acquire(Path folder, Path file) throws IOException {
    boolean newFolder = !Files.exists(file.getParent());
    if (newFolder) {
      AtomicDirectory.requireWritable(folder);
    }
    Files.createDirectories(file.getParent());
    Path real = file.getParent().toRealPath().resolve(file.getFileName());
    if (!HELD_HERE.add(real)) {
      throw held(folder, "this process");
    }
    try {
      Optional<FileChannel> channel = lock(folder, real);
      while (channel.isEmpty()) {
        channel = lock(folder, real);
      }
      return new FolderLock(real, channel.get(), newFolder);
    } catch (IOException | RuntimeException | Error e) {
      HELD_HERE.remove(real);
      throw e;
    }
  }

  /** Returns nothing if the holder before deleted the file meanwhile, so that another is there. */
  private static Optional<FileChannel> lock(Path folder, Path file) throws IOException {
    FileChannel channel = opened(folder, file);
    boolean locked = false;
    try {
      if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
        throw held(folder, "process " + holder(channel));
      }
      locked = isWritten(file, channel);
      return locked ? Optional.of(channel) : Optional.empty();
    } catch (OverlappingFileLockException e) { // by a copy of this class
      throw held(folder, "this process");
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static FileChannel opened(Path folder, Path file) throws IOException {
    try {
      return FileChannel.open(file, CREATE, READ, WRITE);
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(
          folder
              + " cannot be written: "
              + file.getParent()
              + " takes no new files; check its permissions");
    }
  }

  /**
   * Writes this process's number and looks whether the file that is locked is the one at the path.
   * Opening it a second time would free the lock, so its length, a random one, tells.
   */
  private static boolean isStill(Path file, FileChannel channel) throws IOException {
    StringBuilder text = new StringBuilder().append(ProcessHandle.current().pid());
    text.append(" ".repeat(LONGEST_NUMBER + new SecureRandom().nextInt(LONGEST_TEXT)));
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII)), 0);
    return Files.exists(file) && Files.size(file) == text.length();
  }

  private static boolean isWritten(Path file, FileChannel channel) throws IOException {
    try {
      return isStill(file, channel);
    } catch (IOException e) {
      delete(file);
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_NUMBER);
    channel.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
  }

  private static IOException held(Path folder, String by) {
    return new IOException(
        folder
            + " is being written by "
            + by
            + "; wait until it has ended, or name another folder");
  }

  /** Deletes the file, and the folder if the lock made it and nothing was put in; then unlocks. */
  @Override
  public void close() throws IOException {
    try (channel) {
      delete(file);
      if (newFolder) {
        delete(file.getParent());
      }
    } finally {
      HELD_HERE.remove(file);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // What stays locks nobody out: Windows deletes no open file, and a folder may have content.
    }
  }
}
