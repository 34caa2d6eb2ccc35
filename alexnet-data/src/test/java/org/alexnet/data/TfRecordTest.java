package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.alexnet.data.internal.MaskedCrc;

class TfRecordTest {
  private Path file;

  @BeforeProperty
  void makeFile() throws IOException {
    file = Files.createTempFile("records", ".tfrecord");
  }

  @AfterProperty
  void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 200)
  void readsWhatWasWritten(@ForAll @Size(max = 5) List<byte[]> records) throws IOException {
    write(records);

    assertThat(read()).usingElementComparator(Arrays::compare).containsExactlyElementsOf(records);
  }

  @Example
  void writesTheBytesOfTensorFlow() throws IOException {
    write(List.of(new byte[] {'a', 'b', 'c'}));

    // tf.io.TFRecordWriter of Python's TensorFlow 2.18 writes these
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file)))
        .isEqualTo("0300000000000000" + "b099490e" + "616263" + "6e57f121");
  }

  @Example
  void refusesEveryCutButThoseBetweenRecords() throws IOException {
    write(List.of(new byte[] {1, 2, 3}, new byte[0], new byte[] {4}));
    byte[] whole = Files.readAllBytes(file);
    List<Integer> boundaries = List.of(0, 19, 35, 52);
    assertThat(whole).hasSize(52);

    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      if (boundaries.contains(length)) {
        assertThat(read()).hasSize(boundaries.indexOf(length));
      } else {
        int begin = length < 19 ? 0 : length < 35 ? 19 : 35;
        assertThatThrownBy(this::read)
            .as("cut after %s bytes", length)
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith(file + " is damaged at byte " + begin + ": it ends inside");
      }
    }
  }

  @Example
  void refusesEveryFlippedBit() throws IOException {
    write(List.of(new byte[] {1, 2, 3}, new byte[] {4}));
    byte[] whole = Files.readAllBytes(file);

    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, damaged);
      int begin = bit / 8 < 19 ? 0 : 19;
      assertThatThrownBy(this::read)
          .as("bit %s", bit)
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "\\Q"
                  + file
                  + "\\E is damaged at byte "
                  + begin
                  + ": it has a record whose (length|data) does not match its checksum");
    }
  }

  @Example
  void refusesNegativeAndHugeLengthsWithAValidChecksum() throws IOException {
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31}) {
      byte[] field = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
      ByteBuffer header = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
      header.put(field).putInt(MaskedCrc.of(field));
      Files.write(file, header.array());

      assertThatThrownBy(this::read)
          .isInstanceOf(IOException.class)
          .hasMessage(
              file
                  + " is damaged at byte 0: it has a record of "
                  + length
                  + " bytes; at most 2147483583 can be read");
    }
  }

  @Example
  void theLongestRecordIsOnlyCutOffAndALongerOneRefused() throws IOException {
    long most = Integer.MAX_VALUE - 64;
    for (long length : new long[] {most, most + 1}) {
      byte[] field = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
      ByteBuffer header = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
      header.put(field).putInt(MaskedCrc.of(field));
      Files.write(file, header.array());

      assertThatThrownBy(this::read)
          .isInstanceOf(IOException.class)
          .hasMessage(
              file
                  + " is damaged at byte 0: it "
                  + (length == most
                      ? "ends inside a record of " + length + " bytes"
                      : "has a record of " + length + " bytes; at most " + most + " can be read"));
    }
  }

  @Example
  void refusesAFileThatShrinksWhileItIsRead() throws IOException {
    byte[] large = new byte[1 << 18];
    write(List.of(new byte[0], large));
    byte[] whole = Files.readAllBytes(file);

    try (TfRecordReader reader = TfRecordReader.open(file)) {
      assertThat(reader.next()).isPresent();
      assertThat(reader.offset()).isEqualTo(16);
      Files.write(file, Arrays.copyOf(whole, 1 << 17));

      assertThatThrownBy(reader::next)
          .isInstanceOf(IOException.class)
          .hasMessage(file + " is damaged at byte 16: it ends inside a record");
    }
  }

  private void write(List<byte[]> records) throws IOException {
    try (TfRecordWriter writer = TfRecordWriter.create(file)) {
      for (byte[] record : records) {
        writer.write(record);
      }
      assertThat(writer.recordCount()).isEqualTo(records.size());
    }
  }

  private List<byte[]> read() throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader = TfRecordReader.open(file)) {
      for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
        records.add(next.get());
      }
    }
    return records;
  }
}
