package org.alexnet.export.weights;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Safetensors: the length of a header (8 bytes, little-endian), the header in JSON, and the values.
 * Source: github.com/huggingface/safetensors.
 */
final class SafetensorsFile {
  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;

  /** The format's own bound of a header. */
  private static final long LONGEST_HEADER = 100_000_000;

  private SafetensorsFile() {}

  /**
   * Reads all tensors.
   *
   * @throws IOException if it is no such file
   */
  static ImmutableList<NamedTensor> read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      long length = Long.reverseBytes(in.readLong());
      if (length <= 0 || length > LONGEST_HEADER) {
        throw new IOException(file + " is no safetensors file: its header has no sensible length");
      }
      Struct.Builder header = Struct.newBuilder();
      try {
        JsonFormat.parser()
            .merge(new String(in.readNBytes((int) length), StandardCharsets.UTF_8), header);
      } catch (InvalidProtocolBufferException e) {
        throw new IOException(
            file + " is no safetensors file: its header is no JSON: " + e.getMessage(), e);
      }
      ImmutableList.Builder<NamedTensor> tensors = ImmutableList.builder();
      List<Map.Entry<String, Value>> inOrder =
          header.getFieldsMap().entrySet().stream()
              .filter(entry -> !entry.getKey().equals(METADATA))
              .sorted(Comparator.comparingLong(entry -> offset(entry.getValue(), 0)))
              .toList();
      long at = 0;
      for (Map.Entry<String, Value> entry : inOrder) {
        String what = file + ": " + entry.getKey();
        long begin = offset(entry.getValue(), 0);
        long end = offset(entry.getValue(), 1);
        if (begin != at || end < begin) {
          throw new IOException(what + " does not begin where the tensor before it ends");
        }
        ImmutableList<Integer> shape =
            field(entry.getValue(), "shape").getListValue().getValuesList().stream()
                .map(side -> (int) side.getNumberValue())
                .collect(ImmutableList.toImmutableList());
        NumberType type = NumberType.named(field(entry.getValue(), "dtype").getStringValue(), what);
        byte[] bytes = in.readNBytes(Math.toIntExact(end - begin));
        tensors.add(
            new NamedTensor(
                entry.getKey(), shape, type.read(bytes, NamedTensor.size(shape), what)));
        at = end;
      }
      return tensors.build();
    } catch (EOFException e) {
      throw new IOException(file + " is no safetensors file: it is too short", e);
    }
  }

  private static Value field(Value tensor, String name) {
    return tensor.getStructValue().getFieldsOrDefault(name, Value.getDefaultInstance());
  }

  private static long offset(Value tensor, int which) {
    List<Value> offsets = field(tensor, "data_offsets").getListValue().getValuesList();
    return offsets.size() == 2 ? (long) offsets.get(which).getNumberValue() : -1;
  }

  /** Writes tensors in float32. Names are those of layers, which need no escapes in JSON. */
  static void write(OutputStream out, List<NamedTensor> tensors) throws IOException {
    StringBuilder header = new StringBuilder("{\"" + METADATA + "\":{\"format\":\"pt\"}");
    long at = 0;
    for (NamedTensor tensor : tensors) {
      long end = at + 4L * tensor.values().length;
      header.append(
          String.format(
              Locale.ROOT,
              ",\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%d,%d]}",
              tensor.name(),
              tensor.shape().stream().map(String::valueOf).collect(joining(",")),
              at,
              end));
      at = end;
    }
    header.append("}");
    header.append(" ".repeat(Math.floorMod(-header.length(), ALIGNMENT)));
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    out.write(Longs.toByteArray(Long.reverseBytes(text.length)));
    out.write(text);
    for (NamedTensor tensor : tensors) {
      out.write(NumberType.float32(tensor.values()));
    }
  }
}
