package org.alexnet.train.cli;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.alexnet.data.source.ImageSource.SourceImage;

/** JPEG files in memory that are as much work as photographs. */
final class NoiseImages {
  /** A usual shape of ImageNet's images, in pixels. */
  private static final int WIDTH = 500;

  private static final int HEIGHT = 375;
  private static final double MEAN = 128;

  /**
   * About that of ImageNet's pixels; a file then has 102 KB, and ImageNet's have 108 on average.
   */
  private static final double STD = 60;

  private NoiseImages() {}

  /**
   * Returns some images.
   *
   * @param count how many, all different
   * @param seed seed of their pixels
   */
  static ImmutableList<SourceImage> of(int count, long seed) throws IOException {
    Random random = new Random(seed);
    ImmutableList.Builder<SourceImage> images = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      byte[] jpeg = jpeg(random);
      String name = "noise" + i + ".jpg";
      images.add(new SourceImage(name, name, 0, () -> jpeg));
    }
    return images.build();
  }

  private static byte[] jpeg(Random random) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, value(random) << 16 | value(random) << 8 | value(random));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "jpeg", out);
    }
    return bytes.toByteArray();
  }

  private static int value(Random random) {
    long value = Math.round(MEAN + STD * random.nextGaussian());
    return (int) Math.max(0, Math.min(255, value));
  }
}
