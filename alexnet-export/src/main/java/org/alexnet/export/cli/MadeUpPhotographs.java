package org.alexnet.export.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** JPEG files with edges and plain areas, as photographs have them. */
final class MadeUpPhotographs {
  /** Sides of the photographs of ILSVRC-2012, on average. */
  static final int WIDTH = 500;

  static final int HEIGHT = 375;

  private static final int SHAPES = 300;
  private static final int LARGEST = 80;

  private MadeUpPhotographs() {}

  static List<byte[]> files(int count) throws IOException {
    Random random = new Random(1);
    List<byte[]> files = new ArrayList<>();
    ImageIO.setUseCache(false);
    for (int i = 0; i < count; i++) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      ImageIO.write(picture(random), "jpg", file);
      files.add(file.toByteArray());
    }
    return List.copyOf(files);
  }

  private static BufferedImage picture(Random random) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int shape = 0; shape < SHAPES; shape++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.fillOval(
          random.nextInt(WIDTH),
          random.nextInt(HEIGHT),
          1 + random.nextInt(LARGEST),
          1 + random.nextInt(LARGEST));
    }
    graphics.dispose();
    return image;
  }
}
