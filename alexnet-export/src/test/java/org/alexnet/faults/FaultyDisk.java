package org.alexnet.faults;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.tests.mockfile.FilterFileChannel;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;

/**
 * The real disk, on which the n-th change fails: the process is killed at it, or the disk is full.
 * A change is whatever another process could see: a file opened for writing, written or synced, a
 * directory made, something moved or deleted.
 */
final class FaultyDisk extends FilterFileSystemProvider {

  /** What happens at the n-th change. */
  enum Fault {
    /** Nothing works from then on, cleaning up included. */
    KILL,
    /** That change fails, the others succeed. */
    FULL
  }

  /** The end of a process. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super("killed");
    }
  }

  private final Fault fault;
  private final int at;
  private final List<String> log = new ArrayList<>();
  private int changes;
  private boolean dead;

  /**
   * @param at which change it happens at, counted from 1
   */
  FaultyDisk(Fault fault, int at) {
    super("faulty://", FileSystems.getDefault());
    this.fault = fault;
    this.at = at;
  }

  /** The path of a file on this disk. */
  Path path(Path real) {
    return wrapPath(real);
  }

  /** What was synced and moved, in order: {@code sync NAME} and {@code move NAME to NAME}. */
  List<String> log() {
    return log;
  }

  /** Whether the fault has happened. */
  boolean hasFailed() {
    return changes >= at;
  }

  private void change() throws IOException {
    look();
    if (++changes == at) {
      if (fault == Fault.FULL) {
        throw new IOException("No space left on device");
      }
      dead = true;
      throw new Killed();
    }
  }

  private void look() {
    if (dead) {
      throw new Killed();
    }
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attributes) throws IOException {
    change();
    super.createDirectory(dir, attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    change();
    super.delete(path);
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    change();
    return super.deleteIfExists(path);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    change();
    log.add("move " + source.getFileName() + " to " + target.getFileName());
    super.move(source, target, options);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    change();
    super.copy(source, target, options);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    open(options);
    return new FilterFileChannel(super.newFileChannel(path, options, attributes)) {
      @Override
      public int write(ByteBuffer bytes) throws IOException {
        change();
        return super.write(bytes);
      }

      @Override
      public int write(ByteBuffer bytes, long position) throws IOException {
        change();
        return super.write(bytes, position);
      }

      @Override
      public void force(boolean metaData) throws IOException {
        change();
        log.add("sync " + path.getFileName());
        super.force(metaData);
      }
    };
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    open(options);
    return super.newByteChannel(path, options, attributes);
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    change();
    return new FilterOutputStream(super.newOutputStream(path, options)) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          change();
        } catch (Killed | IOException e) {
          out.write(bytes, offset, length / 2); // torn
          throw e;
        }
        out.write(bytes, offset, length);
      }
    };
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    look();
    return super.newInputStream(path, options);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    look();
    super.checkAccess(path, modes);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    look();
    return super.readAttributes(path, type, options);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    look();
    return super.newDirectoryStream(dir, filter);
  }

  private void open(Set<? extends OpenOption> options) throws IOException {
    if (options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND)) {
      change();
    } else {
      look();
    }
  }
}
