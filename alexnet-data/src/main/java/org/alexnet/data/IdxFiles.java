package org.alexnet.data;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.imaging.ImageFormats;
import org.apache.commons.imaging.Imaging;

/**
 * Grey images in the IDX format of MNIST, its four files named as there, gzipped or not, and {@code
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
   * The source in a folder.
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
    } catch (IllegalArgumentException e) {
      throw new IOException(labels + ": " + e.getMessage(), e);
    }
  }

  @Override
  public List<SourceImage> images(Split split) throws IOException {
    String prefix = split == Split.TRAIN ? "train" : "t10k";
    Path imageFile = file(prefix + "-images-idx3-ubyte");
    Path labelFile = file(prefix + "-labels-idx1-ubyte");
    try (DataInputStream images = open(imageFile);
        DataInputStream classes = open(labelFile)) {
      int count = readHeader(images, imageFile, IMAGES_MAGIC);
      int rows = images.readInt();
      int columns = images.readInt();
      if (count <= 0 || rows <= 0 || columns <= 0 || (long) rows * columns > 1 << 24) {
        throw new IOException(
            imageFile + " claims " + count + " images of " + columns + "x" + rows + " pixels");
      }
      int labelCount = readHeader(classes, labelFile, LABELS_MAGIC);
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
      return ImmutableList.copyOf(result);
    }
  }

  private SourceImage read(
      DataInputStream images,
      DataInputStream classes,
      int rows,
      int columns,
      Path imageFile,
      Path labelFile,
      int index)
      throws IOException {
    byte[] pixels = images.readNBytes(rows * columns);
    int label = classes.read();
    if (pixels.length < rows * columns) {
      throw new IOException(imageFile + " ends inside image " + index);
    }
    if (label < 0) {
      throw new IOException(labelFile + " ends before label " + index);
    }
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
    return new SourceImage(name, imageFile + "#" + index, label, () -> png(pixels, rows, columns));
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

  private static DataInputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    try {
      return new DataInputStream(
          file.toString().endsWith(".gz")
              ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16))
              : in);
    } catch (IOException e) {
      in.close();
      throw new IOException(file + " is not a gzip file: " + e.getMessage(), e);
    }
  }

  private static int readHeader(DataInputStream in, Path file, int magic) throws IOException {
    byte[] header = in.readNBytes(8);
    if (header.length < 8) {
      throw new IOException(file + " ends inside its header");
    }
    DataInputStream fields = new DataInputStream(new java.io.ByteArrayInputStream(header));
    int found = fields.readInt();
    if (found != magic) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s is not an IDX file of this kind: it begins with 0x%08x, not 0x%08x",
              file,
              found,
              magic));
    }
    return fields.readInt();
  }

  /** As RGB: the JDK takes its grey images for linear and would change the values. */
  private static byte[] png(byte[] pixels, int rows, int columns) throws IOException {
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < pixels.length; i++) {
      image.setRGB(i % columns, i / columns, (pixels[i] & 0xff) * 0x010101);
    }
    return Imaging.writeImageToBytes(image, ImageFormats.PNG);
  }

  @Override
  public String description() {
    return "IDX files " + directory.getFileName();
  }
}
