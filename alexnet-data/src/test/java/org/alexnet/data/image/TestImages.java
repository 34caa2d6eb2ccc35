package org.alexnet.data.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Small pictures made by the JDK. */
public final class TestImages {
  private TestImages() {}

  /** A smooth colored picture, another for each seed. */
  public static BufferedImage picture(int width, int height, long seed) {
    Random random = new Random(seed);
    int red = random.nextInt(128);
    int green = random.nextInt(128);
    int blue = random.nextInt(128);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int r = red + 127 * x / width;
        int g = green + 127 * y / height;
        int b = blue + 127 * (x + y) / (width + height);
        image.setRGB(x, y, r << 16 | g << 8 | b);
      }
    }
    return image;
  }

  /** The bytes of a file in one of the JDK's formats. */
  public static byte[] encoded(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("the JDK does not write " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder for each class with some pictures of different sizes, PNG and JPEG by turns. */
  public static Path classFolders(Path root, int imagesPerClass, String... classes)
      throws IOException {
    long seed = 1;
    for (String name : classes) {
      Path folder = Files.createDirectories(root.resolve(name));
      for (int i = 0; i < imagesPerClass; i++) {
        String format = i % 2 == 0 ? "png" : "jpg";
        byte[] bytes = encoded(picture(20 + i, 31 - i, seed++), format);
        Files.write(folder.resolve("image" + i + "." + format), bytes);
      }
    }
    return root;
  }

  /** Copies a folder of files, a prepared data set for example. */
  public static Path copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }
}
