package org.alexnet.data.source;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.alexnet.data.source.ImageSource.Content;

/**
 * An image among other bytes of a file, which threads read at once. The file is opened for each
 * read: nothing stays open, however many files there are, and a thread that is interrupted closes
 * no other's channel.
 *
 * @param file the file
 * @param offset of the first byte
 * @param size number of bytes
 */
record FileRange(Path file, long offset, int size) implements Content {
  /** More than any image has, and less than an array can. */
  static final int LARGEST = 1 << 30;

  /**
   * Reads an image; one that is compressed with gzip, as a few of ILSVRC-2010 are, comes
   * uncompressed.
   *
   * @throws IOException if the file cannot be read or has become shorter
   */
  @Override
  public byte[] read() throws IOException {
    byte[] bytes = readStored();
    boolean gzip = size > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    if (!gzip) {
      return bytes;
    }
    try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return unpacked.readNBytes(LARGEST);
    }
  }

  private byte[] readStored() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          throw new EOFException(file + " became shorter while it was in use");
        }
      }
    }
    return bytes.array();
  }

  /** Returns how many there are in the file, be they compressed or not. */
  @Override
  public OptionalLong byteCount() {
    return OptionalLong.of(size);
  }

  /** What is sent to another machine has a name of the file that can be. */
  private Object writeReplace() {
    boolean onDisk = file.getFileSystem().equals(FileSystems.getDefault());
    return new Sent(onDisk ? file.toString() : file.toUri(), offset, size);
  }

  /** The file is a string, which all images of it share, or a URI. */
  private record Sent(Serializable file, long offset, int size) implements Serializable {
    private Object readResolve() {
      Path path = file instanceof URI uri ? Path.of(uri) : Path.of((String) file);
      return new FileRange(path, offset, size);
    }
  }
}
