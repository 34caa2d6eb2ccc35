package org.alexnet.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.alexnet.data.internal.MaskedCrc;

/**
 * Reads an uncompressed TFRecord file and trusts nothing in it: the end of the file is accepted
 * only between two records, and every other fault is an {@link IOException} that names the file and
 * the byte at which the faulty record begins.
 */
public final class TfRecordReader implements Closeable {
  private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;
  private static final int FOOTER_BYTES = Integer.BYTES;
  private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

  private final Path file;
  private final InputStream in;
  private final long size;
  private long offset;

  private TfRecordReader(Path file, InputStream in, long size) {
    this.file = file;
    this.in = in;
    this.size = size;
  }

  /**
   * Returns a reader at the first record of a file.
   *
   * @param file the file
   * @throws IOException if it can't be opened
   */
  public static TfRecordReader open(Path file) throws IOException {
    long size = Files.size(file);
    return new TfRecordReader(
        file, new BufferedInputStream(Files.newInputStream(file), 1 << 16), size);
  }

  /**
   * Returns the next record, or nothing at the end of the file.
   *
   * @throws IOException if the file is damaged or can't be read
   */
  public Optional<byte[]> next() throws IOException {
    byte[] header = in.readNBytes(HEADER_BYTES);
    if (header.length == 0) {
      return Optional.empty();
    }
    if (header.length < HEADER_BYTES) {
      throw damaged("ends inside a record's header");
    }
    ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    long length = fields.getLong();
    if (fields.getInt() != MaskedCrc.of(Arrays.copyOf(header, Long.BYTES))) {
      throw damaged("has a record whose length does not match its checksum");
    }
    long left = size - offset - HEADER_BYTES - FOOTER_BYTES;
    if (length < 0 || length > MOST_BYTES) {
      throw damaged("has a record of " + length + " bytes; at most " + MOST_BYTES + " can be read");
    }
    if (length > left) {
      throw damaged("ends inside a record of " + length + " bytes");
    }
    byte[] data = readFully((int) length);
    byte[] footer = readFully(FOOTER_BYTES);
    if (ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN).getInt() != MaskedCrc.of(data)) {
      DamagedRecordException damaged =
          new DamagedRecordException(
              file, offset, "has a record whose data does not match its checksum", true);
      offset += HEADER_BYTES + length + FOOTER_BYTES;
      throw damaged;
    }
    offset += HEADER_BYTES + length + FOOTER_BYTES;
    return Optional.of(data);
  }

  /** Returns the byte at which the next record begins, counted from 0. */
  public long offset() {
    return offset;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private byte[] readFully(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) { // the file has shrunk since it was opened
      throw damaged("ends inside a record");
    }
    return bytes;
  }

  private IOException damaged(String what) {
    return new DamagedRecordException(file, offset, what, false);
  }
}
