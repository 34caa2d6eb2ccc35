package org.alexnet.data.source;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Gray images in the IDX format of MNIST, its four files named as there, gzipped or not, and {@code
 * labels.txt} with the name of each class on a line of its own. The test images are the validation
 * split.
 *
 * @param directory the folder of the files
 * @param labels the names of the classes
 */
public record IdxFiles(Path directory, LabelMap labels) implements ImageSource {
  private static final int IMAGES_MAGIC = 0x803; // unsigned bytes in three dimensions
  private static final int LABELS_MAGIC = 0x801; // unsigned bytes in one dimension

  /**
   * Returns the source in a folder.
   *
   * @throws IOException if the folder or its labels cannot be read
   */
  public static IdxFiles in(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory + " is not a folder");
    }
    Path labels = directory.resolve("labels.txt");
    if (!Files.exists(labels)) {
      throw new NoSuchFileException(
          labels + " is missing; it holds the name of each class on a line of its own");
    }
    try {
      return new IdxFiles(directory, LabelMap.of(Files.readAllLines(labels)));
    } catch (CharacterCodingException e) {
      throw new IOException(labels + " is not text in UTF-8; save it as such", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(labels + ": " + e.getMessage(), e);
    }
  }

  @Override
  public List<SourceImage> images(Split split) throws IOException {
    String prefix = split == Split.TRAIN ? "train" : "t10k";
    Path imageFile = file(prefix + "-images-idx3-ubyte");
    Path labelFile = file(prefix + "-labels-idx1-ubyte");
    try (IdxReader images = IdxReader.open(imageFile);
        IdxReader classes = IdxReader.open(labelFile)) {
      int[] sizes = images.header(IMAGES_MAGIC, 3);
      int count = sizes[0];
      int rows = sizes[1];
      int columns = sizes[2];
      if (count <= 0 || rows <= 0 || columns <= 0 || (long) rows * columns > 1 << 24) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s claims %d images of %dx%d pixels; there must be at least one, of at most"
                    + " 16 megapixels",
                imageFile,
                count,
                columns,
                rows));
      }
      int labelCount = classes.header(LABELS_MAGIC, 1)[0];
      if (labelCount != count) {
        throw new IOException(
            labelFile
                + " has "
                + labelCount
                + " labels, but "
                + imageFile
                + " has "
                + count
                + " images");
      }
      List<SourceImage> result = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        result.add(read(images, classes, rows, columns, imageFile, labelFile, i));
      }
      images.requireEnd(count);
      classes.requireEnd(count);
      return ImmutableList.copyOf(result);
    }
  }

  private SourceImage read(
      IdxReader images,
      IdxReader classes,
      int rows,
      int columns,
      Path imageFile,
      Path labelFile,
      int index)
      throws IOException {
    byte[] pixels = images.bytes(rows * columns, "inside image " + index);
    int label = classes.bytes(1, "before label " + index)[0] & 0xff;
    if (label >= labels.size()) {
      throw new IOException(
          labelFile
              + " has label "
              + label
              + " at "
              + index
              + ", but labels.txt names "
              + labels.size()
              + " classes");
    }
    String name = imageFile.getFileName() + "#" + index;
    return new SourceImage(
        name, imageFile + "#" + index, label, new PngContent(pixels, 0, 0, 0, rows, columns));
  }

  private Path file(String name) throws IOException {
    for (String suffix : List.of("", ".gz")) {
      Path file = directory.resolve(name + suffix);
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new NoSuchFileException(
        directory.resolve(name) + " is missing, and so is " + name + ".gz");
  }

  @Override
  public String description() {
    return "IDX files " + directory.toAbsolutePath().normalize().getFileName();
  }
}
