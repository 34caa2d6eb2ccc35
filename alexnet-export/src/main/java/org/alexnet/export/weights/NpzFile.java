package org.alexnet.export.weights;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.alexnet.common.NpyFile;

/** NumPy's {@code savez}: a zip file with an array in NumPy's format (NEP 1) for each tensor. */
final class NpzFile {
  private static final String SUFFIX = ".npy";
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** The header is a Python literal, its keys in alphabetical order. */
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '([^']+)', 'fortran_order': (True|False), 'shape': \\(([\\d, ]*)\\),? *\\}"
              + "\\s*");

  private NpzFile() {}

  /**
   * Reads all tensors.
   *
   * @throws IOException if it is no such file
   */
  static ImmutableList<NamedTensor> read(Path file) throws IOException {
    ImmutableList.Builder<NamedTensor> tensors = ImmutableList.builder();
    try (ZipInputStream zip =
        new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(SUFFIX)) {
          String name = entry.getName();
          tensors.add(
              array(
                  zip,
                  name.substring(0, name.length() - SUFFIX.length()),
                  file + ": " + entry.getName()));
        }
      }
    } catch (EOFException | ZipException e) {
      throw new IOException(file + " is cut off or damaged: " + e.getMessage(), e);
    }
    ImmutableList<NamedTensor> found = tensors.build();
    if (found.isEmpty()) {
      throw new IOException(file + " holds no array; is it an .npz file?");
    }
    return found;
  }

  private static NamedTensor array(InputStream zip, String name, String what) throws IOException {
    DataInputStream in = new DataInputStream(zip);
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IOException(what + " is no array of NumPy");
    }
    int version = in.readUnsignedByte();
    in.readUnsignedByte();
    int length =
        version == 1
            ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
            : Integer.reverseBytes(in.readInt());
    String header = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      throw new IOException(what + " has a header that is not read: " + header.strip());
    }
    if (matcher.group(2).equals("True")) {
      throw new IOException(what + " is in Fortran's order; numpy.ascontiguousarray changes that");
    }
    ImmutableList<Integer> shape =
        Splitter.on(',')
            .trimResults()
            .omitEmptyStrings()
            .splitToStream(matcher.group(3))
            .map(Integer::valueOf)
            .collect(ImmutableList.toImmutableList());
    NumberType type = NumberType.named(matcher.group(1), what);
    return new NamedTensor(
        name, shape, type.read(in.readAllBytes(), NamedTensor.size(shape), what));
  }

  /** Writes tensors in float32, uncompressed as {@code savez} does. */
  static void write(OutputStream out, List<NamedTensor> tensors) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(0);
    for (NamedTensor tensor : tensors) {
      ZipEntry entry = new ZipEntry(tensor.name() + SUFFIX);
      entry.setTime(0); // the same bytes whenever it is written
      zip.putNextEntry(entry);
      zip.write(NpyFile.header(NpyFile.Type.FLOAT32, Longs.toArray(tensor.shape())));
      zip.write(NumberType.float32(tensor.values()));
      zip.closeEntry();
    }
    zip.finish();
  }
}
