package org.alexnet.data.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

class MeanFileTest {
  @TempDir private Path folder;

  private static float[] values() {
    float[] values = new float[12];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 0.25f;
    }
    return values;
  }

  @Test
  void isATensorOfRowsColumnsAndChannels() throws IOException {
    Path file = folder.resolve("mean.pb");
    MeanFile.write(file, NdArrays.wrap(Shape.of(2, 2, 3), DataBuffers.of(values(), true, false)));

    TensorProto proto = TensorProto.parseFrom(Files.readAllBytes(file));
    assertThat(proto.getDtype()).isEqualTo(DataType.DT_FLOAT);
    assertThat(proto.getTensorShape().getDimList())
        .extracting(TensorShapeProto.Dim::getSize)
        .containsExactly(2L, 2L, 3L);
    ByteBuffer bytes = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values()) {
      bytes.putFloat(value);
    }
    assertThat(proto.getTensorContent().toByteArray()).isEqualTo(bytes.array());

    FloatNdArray read = MeanFile.read(file, 2);
    assertThat(read.shape()).isEqualTo(Shape.of(2, 2, 3));
    assertThat(read.getFloat(0, 1, 2)).isEqualTo(5.25f);
    assertThat(read.getFloat(1, 0, 0)).isEqualTo(6.25f);
  }

  @Test
  void refusesWhatIsNoMeanOfTheSize() throws IOException {
    Path file = Files.write(folder.resolve("mean.pb"), new byte[] {0x0a, 0x7f});
    assertThatThrownBy(() -> MeanFile.read(file, 2))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is not a serialized TensorProto: ");

    MeanFile.write(file, NdArrays.wrap(Shape.of(2, 2, 3), DataBuffers.of(values(), true, false)));
    for (int size : new int[] {1, 3}) {
      assertThatThrownBy(() -> MeanFile.read(file, size))
          .isInstanceOf(IOException.class)
          .hasMessage(
              file
                  + " must hold float32 ["
                  + size
                  + ", "
                  + size
                  + ", 3], found DT_FLOAT of 48 bytes");
    }

    TensorProto other =
        TensorProto.parseFrom(Files.readAllBytes(file)).toBuilder()
            .setDtype(DataType.DT_INT32)
            .build();
    Files.write(file, other.toByteArray());
    assertThatThrownBy(() -> MeanFile.read(file, 2))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " must hold float32 [2, 2, 3], found DT_INT32 of 48 bytes");
  }
}
