package org.alexnet.data.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Reads an IDX file, gzipped or not; every error names the file. The caller closes it. */
final class IdxReader implements AutoCloseable {
  private final Path file;
  private final InputStream in;

  private IdxReader(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @param file gzipped if its name ends in {@code .gz}
   * @throws IOException if it cannot be read
   */
  public static IdxReader open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file));
    if (!file.toString().endsWith(".gz")) {
      return new IdxReader(file, raw);
    }
    try {
      return new IdxReader(file, new BufferedInputStream(new GZIPInputStream(raw, 1 << 16)));
    } catch (IOException e) {
      raw.close();
      throw new IOException(file + " is not a gzip file; get it again", e);
    }
  }

  /**
   * Reads the header.
   *
   * @param magic the number it must begin with
   * @param dimensions how many sizes follow
   * @return the sizes
   * @throws IOException if it is another kind of file or ends
   */
  public int[] header(int magic, int dimensions) throws IOException {
    DataInputStream fields =
        new DataInputStream(
            new ByteArrayInputStream(bytes(4 * (1 + dimensions), "inside its header")));
    int found = fields.readInt();
    if (found != magic) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s is not an IDX file of this kind: it begins with 0x%08x, not 0x%08x; get it again",
              file,
              found,
              magic));
    }
    int[] sizes = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      sizes[i] = fields.readInt();
    }
    return sizes;
  }

  /**
   * Reads some bytes.
   *
   * @param where where the file is at, for the error if it ends there
   * @throws IOException if it ends or is damaged
   */
  public byte[] bytes(int count, String where) throws IOException {
    byte[] bytes = read(count);
    if (bytes.length < count) {
      throw new IOException(file + " ends " + where + "; get it again");
    }
    return bytes;
  }

  /**
   * Checks that nothing follows.
   *
   * @param count how many images or labels the header names
   * @throws IOException if something does, or the end is damaged
   */
  public void requireEnd(int count) throws IOException {
    if (read(1).length > 0) {
      throw new IOException(
          file + " goes on after the " + count + " entries of its header; get it again");
    }
  }

  private byte[] read(int count) throws IOException {
    try {
      return in.readNBytes(count);
    } catch (IOException e) { // a gzip file that is cut or damaged
      throw new IOException(
          file + " is cut short or damaged (" + e.getMessage() + "); get it again", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
