package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.alexnet.common.NpyFile.Reader;
import org.alexnet.common.NpyFile.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("array.npy");
  }

  private void writeTwoRows() throws IOException {
    try (Writer writer = new Writer(file(), NpyFile.Type.FLOAT32, 2, 3)) {
      writer.write(new float[] {1, -2, 0.5f});
      writer.write(new float[] {0, Float.MIN_VALUE, Float.NaN});
    }
  }

  /** The bytes of {@code numpy.save(file, numpy.array([[1, -2, 0.5]], "<f4"))}, NumPy 2. */
  @Test
  void theBytesAreThoseThatNumpyWrites() throws IOException {
    try (Writer writer = new Writer(file(), NpyFile.Type.FLOAT32, 1, 3)) {
      writer.write(new float[] {1, -2, 0.5f});
    }

    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }";
    byte[] bytes = Files.readAllBytes(file());
    assertThat(bytes).hasSize(128 + 12);
    assertThat(HexFormat.of().formatHex(bytes, 0, 10)).isEqualTo("934e554d505901007600");
    assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
        .isEqualTo(header + " ".repeat(117 - header.length()) + "\n");
    assertThat(HexFormat.of().formatHex(bytes, 128, 140)).isEqualTo("0000803f000000c00000003f");
  }

  @Test
  void aShapeOfOneSideIsATupleToo() {
    assertThat(new String(NpyFile.header(NpyFile.Type.INT32, 12), StandardCharsets.ISO_8859_1))
        .contains("{'descr': '<i4', 'fortran_order': False, 'shape': (12,), } ");
  }

  @Test
  void valuesBeginAtAMultipleOf64Bytes() {
    for (long side = 1; side < 1_000_000_000_000_000L; side *= 10) {
      assertThat(NpyFile.header(NpyFile.Type.INT32, side).length % 64).isZero();
    }
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    writeTwoRows();
    try (Reader reader = new Reader(file(), NpyFile.Type.FLOAT32, 2, 3)) {
      float[] row = new float[3];
      reader.read(row);
      assertThat(row).containsExactly(1, -2, 0.5f);
      reader.read(row);
      assertThat(row).containsExactly(0, Float.MIN_VALUE, Float.NaN);
    }
    try (Writer writer = new Writer(file(), NpyFile.Type.INT32, 2)) {
      writer.write(Integer.MIN_VALUE);
      writer.write(258);
    }
    try (Reader reader = new Reader(file(), NpyFile.Type.INT32, 2)) {
      assertThat(reader.readInt()).isEqualTo(Integer.MIN_VALUE);
      assertThat(reader.readInt()).isEqualTo(258);
    }
  }

  @Test
  void refusesAnotherArray() throws IOException {
    writeTwoRows();

    assertThatThrownBy(() -> new Reader(file(), NpyFile.Type.FLOAT32, 3, 2))
        .isInstanceOf(IOException.class)
        .hasMessage(file() + " is not a NumPy array of <f4 with sides [3, 2]");
    assertThatThrownBy(() -> new Reader(file(), NpyFile.Type.INT32, 2, 3))
        .hasMessage(file() + " is not a NumPy array of <i4 with sides [2, 3]");
  }

  @Test
  void refusesAFileThatEndsTooEarly() throws IOException {
    writeTwoRows();
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, bytes.length - 1));

    try (Reader reader = new Reader(file(), NpyFile.Type.FLOAT32, 2, 3)) {
      reader.read(new float[3]);
      assertThatThrownBy(() -> reader.read(new float[3]))
          .isInstanceOf(IOException.class)
          .hasMessage(file() + " ends too early");
    }
  }

  @Test
  void anArrayIsWrittenWhole() throws IOException {
    Writer writer = new Writer(file(), NpyFile.Type.FLOAT32, 2, 3);
    writer.write(new float[3]);

    assertThatThrownBy(writer::close)
        .isInstanceOf(IOException.class)
        .hasMessage(file() + " is not complete: 3 values are missing");
  }
}
