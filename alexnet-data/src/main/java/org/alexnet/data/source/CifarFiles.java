package org.alexnet.data.source;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * CIFAR-10 or CIFAR-100 in the binary version, as the archive or unpacked: records of one or two
 * labels and 32x32 pixels, 1,024 red, then green, then blue, row by row. The test images are the
 * validation split. Images are in memory, 180 MB in all.
 */
public final class CifarFiles implements ImageSource {
  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;

  /** The files of a data set with their images, {@code train} first. */
  private enum Kind {
    CIFAR10(
        1,
        ImmutableList.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin"),
        "test_batch.bin"),
    CIFAR100(2, ImmutableList.of("train.bin"), "test.bin");

    private final int labelBytes;
    private final ImmutableList<String> train;
    private final String test;

    Kind(int labelBytes, ImmutableList<String> train, String test) {
      this.labelBytes = labelBytes;
      this.train = train;
      this.test = test;
    }
  }

  /** Which labels of CIFAR-100 are the classes. */
  public enum Labels {
    /** The 100 classes. */
    FINE,
    /** The 20 superclasses. */
    COARSE;

    /** Returns the name as it is written on the command line. */
    @Override
    public String toString() {
      return Ascii.toLowerCase(name());
    }
  }

  private static final Set<String> WANTED =
      Set.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin",
          "test_batch.bin",
          "batches.meta.txt",
          "train.bin",
          "test.bin",
          "fine_label_names.txt",
          "coarse_label_names.txt");

  private final Path path;
  private final Kind kind;
  private final ImmutableMap<String, byte[]> files;
  private final Labels chosen;
  private final LabelMap labels;

  private CifarFiles(
      Path path, Kind kind, ImmutableMap<String, byte[]> files, Labels chosen, LabelMap labels) {
    this.path = path;
    this.kind = kind;
    this.files = files;
    this.chosen = chosen;
    this.labels = labels;
  }

  /**
   * Returns the source in an archive or a folder; CIFAR-100 with its 100 classes.
   *
   * @param path {@code cifar-10-binary.tar.gz} or {@code cifar-100-binary.tar.gz}, or the folder
   *     that it unpacks to
   * @throws IOException if it cannot be read or lacks a file
   */
  public static CifarFiles in(Path path) throws IOException {
    ImmutableMap<String, byte[]> files = Files.isDirectory(path) ? inFolder(path) : inArchive(path);
    Kind kind = files.containsKey("train.bin") ? Kind.CIFAR100 : Kind.CIFAR10;
    return of(path, kind, files, Labels.FINE);
  }

  private static CifarFiles of(
      Path path, Kind kind, ImmutableMap<String, byte[]> files, Labels chosen) throws IOException {
    String name = kind == Kind.CIFAR10 ? "batches.meta.txt" : chosen + "_label_names.txt";
    String names = new String(require(path, files, name), StandardCharsets.UTF_8);
    try {
      return new CifarFiles(
          path, kind, files, chosen, LabelMap.of(names.stripTrailing().lines().toList()));
    } catch (IllegalArgumentException e) {
      throw new IOException(path + "/" + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns a copy with these labels of CIFAR-100.
   *
   * @throws IllegalArgumentException if it is CIFAR-10, which has one label an image
   * @throws IOException if the file of their names is missing
   */
  public CifarFiles withLabels(Labels labels) throws IOException {
    checkArgument(
        kind == Kind.CIFAR100 || labels == Labels.FINE,
        "%s is CIFAR-10, which has no coarse labels",
        path);
    return of(path, kind, files, labels);
  }

  private static ImmutableMap<String, byte[]> inFolder(Path folder) throws IOException {
    ImmutableMap.Builder<String, byte[]> files = ImmutableMap.builder();
    for (String name : WANTED) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        files.put(name, Files.readAllBytes(file));
      }
    }
    return files.buildOrThrow();
  }

  private static ImmutableMap<String, byte[]> inArchive(Path archive) throws IOException {
    ImmutableMap.Builder<String, byte[]> files = ImmutableMap.builder();
    GzippedTar.read(archive, name -> WANTED.contains(fileName(name)))
        .forEach((name, content) -> files.put(fileName(name), content));
    return files.buildOrThrow();
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static byte[] require(Path path, ImmutableMap<String, byte[]> files, String name)
      throws IOException {
    byte[] content = files.get(name);
    if (content == null) {
      throw new NoSuchFileException(
          path + " lacks " + name + "; it must be the binary version of CIFAR-10 or CIFAR-100");
    }
    return content;
  }

  @Override
  public LabelMap labels() {
    return labels;
  }

  @Override
  public List<SourceImage> images(Split split) throws IOException {
    List<SourceImage> images = new ArrayList<>();
    for (String name : split == Split.TRAIN ? kind.train : ImmutableList.of(kind.test)) {
      add(images, name, require(path, files, name));
    }
    return ImmutableList.copyOf(images);
  }

  private void add(List<SourceImage> images, String name, byte[] records) throws IOException {
    int record = kind.labelBytes + 3 * PLANE;
    if (records.length == 0 || records.length % record != 0) {
      throw new IOException(
          String.format(
              "%s/%s must be records of %s bytes, found %s bytes; get it again",
              path, name, record, records.length));
    }
    for (int i = 0; i < records.length / record; i++) {
      int start = i * record;
      int label = records[start + (chosen == Labels.FINE ? kind.labelBytes - 1 : 0)] & 0xff;
      if (label >= labels.size()) {
        throw new IOException(
            String.format(
                "%s/%s has label %s at %s, but there are %s classes",
                path, name, label, i, labels.size()));
      }
      int red = start + kind.labelBytes;
      String place = name + "#" + i;
      images.add(
          new SourceImage(
              place,
              path + "/" + place,
              label,
              new PngContent(records, red, red + PLANE, red + 2 * PLANE, SIDE, SIDE)));
    }
  }

  @Override
  public String description() {
    return kind == Kind.CIFAR10 ? "CIFAR-10" : "CIFAR-100, " + chosen + " labels";
  }
}
