package org.alexnet.common;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Arrays in NumPy's format, version 1.0 (NEP 1): a header that is a Python literal, then the values
 * in little-endian and C order. {@code numpy.load} reads what is written here; what is read here is
 * what was written here, and nothing else.
 */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** NEP 1: the values begin at a multiple of 64 bytes (16 in its first text). */
  private static final int ALIGNMENT = 64;

  private static final int BUFFER = 1 << 16;

  private NpyFile() {}

  /** What the values are. */
  public enum Type {
    /** 4 bytes each. */
    FLOAT32("<f4"),
    /** 4 bytes each. */
    INT32("<i4");

    private final String description;

    Type(String description) {
      this.description = description;
    }
  }

  /** Returns what an array begins with. */
  public static byte[] header(Type type, long... shape) {
    StringBuilder sides = new StringBuilder();
    for (int i = 0; i < shape.length; i++) {
      sides.append(i == 0 ? "" : " ").append(shape[i]).append(i < shape.length - 1 ? "," : "");
    }
    String tuple = shape.length == 1 ? sides + "," : sides.toString();
    String literal =
        "{'descr': '" + type.description + "', 'fortran_order': False, 'shape': (" + tuple + "), }";
    int before = MAGIC.length + Short.BYTES;
    int padding = Math.floorMod(-(before + literal.length() + 1), ALIGNMENT);
    byte[] text = (literal + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(before + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) text.length)
        .put(text)
        .array();
  }

  /** Writes the values of an array in order. */
  public static final class Writer implements Closeable {
    private final OutputStream out;
    private final Path file;
    private long missing;

    /**
     * Creates a file.
     *
     * @param shape sides of the array
     */
    public Writer(Path file, Type type, long... shape) throws IOException {
      this.file = file;
      this.missing = LongStream.of(shape).reduce(1, Math::multiplyExact);
      this.out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
      out.write(header(type, shape));
    }

    /** Appends values. */
    public void write(float[] values) throws IOException {
      byte[] bytes = new byte[values.length * Float.BYTES];
      littleEndian(bytes).asFloatBuffer().put(values);
      write(bytes);
    }

    /** Appends a value. */
    public void write(int value) throws IOException {
      byte[] bytes = new byte[Integer.BYTES];
      littleEndian(bytes).putInt(value);
      write(bytes);
    }

    private void write(byte[] bytes) throws IOException {
      out.write(bytes);
      missing -= bytes.length / Integer.BYTES;
    }

    @Override
    public void close() throws IOException {
      out.close();
      if (missing != 0) {
        throw new IOException(file + " is not complete: " + missing + " values are missing");
      }
    }
  }

  /** Reads the values of an array in order. */
  public static final class Reader implements Closeable {
    private final Path file;
    private final InputStream in;

    /**
     * Opens a file.
     *
     * @param shape the sides that the array must have
     * @throws IOException if it is missing or another array
     */
    public Reader(Path file, Type type, long... shape) throws IOException {
      this.file = file;
      this.in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      byte[] expected = header(type, shape);
      if (!Arrays.equals(in.readNBytes(expected.length), expected)) {
        in.close();
        throw new IOException(
            file
                + " is not a NumPy array of "
                + type.description
                + " with sides "
                + Arrays.toString(shape));
      }
    }

    /** Reads as many values as there is room for. */
    public void read(float[] values) throws IOException {
      bytes(values.length).asFloatBuffer().get(values);
    }

    /** Reads a value. */
    public int readInt() throws IOException {
      return bytes(1).getInt(0);
    }

    private ByteBuffer bytes(int count) throws IOException {
      byte[] bytes = in.readNBytes(count * Integer.BYTES);
      if (bytes.length < count * Integer.BYTES) {
        throw new IOException(file + " ends too early");
      }
      return littleEndian(bytes);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
