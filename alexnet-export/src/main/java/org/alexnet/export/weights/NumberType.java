package org.alexnet.export.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.buffer.layout.DataLayouts;

/** What the values of tensors may be in files, all little-endian. */
enum NumberType {
  FLOAT32(4, "<f4", "F32"),
  FLOAT64(8, "<f8", "F64"),
  FLOAT16(2, "<f2", "F16"),
  BFLOAT16(2, "", "BF16");

  private final int size;
  private final String numpy;
  private final String safetensors;

  NumberType(int size, String numpy, String safetensors) {
    this.size = size;
    this.numpy = numpy;
    this.safetensors = safetensors;
  }

  /**
   * Returns the type of a name.
   *
   * @param name as NumPy or safetensors have it
   * @param what to call the tensor in an error
   */
  static NumberType named(String name, String what) throws IOException {
    for (NumberType type : values()) {
      if (type.numpy.equals(name) || type.safetensors.equals(name)) {
        return type;
      }
    }
    throw new IOException(
        what + " is of " + name + "; float16, bfloat16, float32 and float64 are read");
  }

  /**
   * Reads values.
   *
   * @param what to call the tensor in an error
   * @throws IOException if they are not as many as expected
   */
  float[] read(byte[] bytes, long count, String what) throws IOException {
    if (bytes.length != count * size) {
      throw new IOException(
          what + " has " + bytes.length + " bytes, its sides have room for " + count * size);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[Math.toIntExact(count)];
    switch (this) {
      case FLOAT32 -> buffer.asFloatBuffer().get(values);
      case FLOAT64 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) buffer.getDouble();
        }
      }
      default -> {
        short[] halves = new short[values.length];
        buffer.asShortBuffer().get(halves);
        (this == FLOAT16 ? DataLayouts.FLOAT16 : DataLayouts.BFLOAT16)
            .applyTo(DataBuffers.of(halves))
            .read(values);
      }
    }
    return values;
  }

  /** Returns values as float32. */
  static byte[] float32(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
