package org.alexnet.data;

import com.google.common.base.Preconditions;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.alexnet.data.internal.MaskedCrc;

/**
 * Writes a file of TensorFlow's TFRecord format, uncompressed.
 *
 * <p>A record is its length (little-endian, 8 bytes), the masked CRC-32C of that (4 bytes), the
 * data, and the masked CRC-32C of the data (4 bytes).
 */
public final class TfRecordWriter implements Closeable {
  private final OutputStream out;
  private long recordCount;

  private TfRecordWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Returns a writer of a new file.
   *
   * @param file where to write; an existing file is overwritten
   * @throws IOException if the file can't be created
   */
  public static TfRecordWriter create(Path file) throws IOException {
    return to(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
  }

  /** Returns a writer to a stream, which it closes. */
  static TfRecordWriter to(OutputStream out) {
    return new TfRecordWriter(out);
  }

  /**
   * Appends a record.
   *
   * @param data any bytes, also none
   * @throws IOException if they can't be written
   */
  public void write(byte[] data) throws IOException {
    Preconditions.checkNotNull(data, "data");
    byte[] length = littleEndian(Long.BYTES).putLong(data.length).array();
    out.write(length);
    out.write(littleEndian(Integer.BYTES).putInt(MaskedCrc.of(length)).array());
    out.write(data);
    out.write(littleEndian(Integer.BYTES).putInt(MaskedCrc.of(data)).array());
    recordCount++;
  }

  /** Returns the number of records written so far. */
  public long recordCount() {
    return recordCount;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
