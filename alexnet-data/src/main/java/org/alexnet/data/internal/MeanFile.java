package org.alexnet.data.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** The file with the mean of each pixel: a serialized TensorProto. */
public final class MeanFile {
  private MeanFile() {}

  /**
   * Writes a mean.
   *
   * @param mean float32 {@code [size, size, 3]}
   */
  public static void write(Path file, FloatNdArray mean) throws IOException {
    ByteBuffer values = ByteBuffer.allocate((int) mean.size() * 4).order(ByteOrder.LITTLE_ENDIAN);
    mean.scalars().forEach(value -> values.putFloat(value.getFloat()));
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dimension : mean.shape().asArray()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(dimension));
    }
    TensorProto proto =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(shape)
            .setTensorContent(ByteString.copyFrom(values.flip()))
            .build();
    Files.write(file, proto.toByteArray());
  }

  /**
   * Reads a mean.
   *
   * @param size side of the image
   * @return float32 {@code [size, size, 3]}
   * @throws IOException if the file is missing or is none
   */
  public static FloatNdArray read(Path file, int size) throws IOException {
    TensorProto mean;
    try {
      mean = TensorProto.parseFrom(Files.readAllBytes(file));
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + " is not a serialized TensorProto: " + e.getMessage(), e);
    }
    int count = size * size * 3;
    if (mean.getDtype() != DataType.DT_FLOAT || mean.getTensorContent().size() != 4 * count) {
      throw new IOException(
          file
              + " must hold float32 ["
              + size
              + ", "
              + size
              + ", 3], found "
              + mean.getDtype()
              + " of "
              + mean.getTensorContent().size()
              + " bytes");
    }
    FloatBuffer values =
        mean.getTensorContent()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    float[] copy = new float[count];
    values.get(copy);
    return NdArrays.wrap(Shape.of(size, size, 3), DataBuffers.of(copy, true, false));
  }
}
