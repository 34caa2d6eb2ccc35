package org.alexnet.export;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Blocks of random color, different in every corner and in every channel. */
public final class PaintedImages {
  private PaintedImages() {}

  /** Some PNG files for each class and split, 80x80. */
  public static Path classFolders(Path root, int imagesPerClass, List<String> classes)
      throws IOException {
    for (String split : List.of("train", "validation")) {
      for (String name : classes) {
        Path folder = Files.createDirectories(root.resolve(split).resolve(name));
        for (int i = 0; i < imagesPerClass; i++) {
          int label = classes.indexOf(name);
          long seed = 1000L * label + i + (split.equals("train") ? 0 : 500_000);
          Files.write(folder.resolve(i + ".png"), png(picture(80, 80, label, seed)));
        }
      }
    }
    return root;
  }

  /** An image of each class and split in the format of MNIST: gray, 28x28. */
  static Path idxFiles(Path folder, List<String> classes) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("labels.txt"), classes);
    for (String split : List.of("train", "t10k")) {
      ByteArrayOutputStream images = new ByteArrayOutputStream();
      ByteArrayOutputStream labels = new ByteArrayOutputStream();
      DataOutputStream header = new DataOutputStream(images);
      header.writeInt(0x803);
      header.writeInt(classes.size());
      header.writeInt(28);
      header.writeInt(28);
      header = new DataOutputStream(labels);
      header.writeInt(0x801);
      header.writeInt(classes.size());
      for (int label = 0; label < classes.size(); label++) {
        for (int i = 0; i < 28 * 28; i++) {
          images.write(100 * label % 256 + i % 28);
        }
        labels.write(label);
      }
      Files.write(folder.resolve(split + "-images-idx3-ubyte"), images.toByteArray());
      Files.write(folder.resolve(split + "-labels-idx1-ubyte"), labels.toByteArray());
    }
    return folder;
  }

  /** Blocks of 8 pixels, each class around a color of its own. */
  public static BufferedImage picture(int width, int height, int label, long seed) {
    Random hue = new Random(label);
    int[] base = {hue.nextInt(160), hue.nextInt(160), hue.nextInt(160)};
    Random random = new Random(seed);
    int[][] blocks = new int[(height / 8 + 1) * (width / 8 + 1)][3];
    for (int[] block : blocks) {
      for (int channel = 0; channel < 3; channel++) {
        block[channel] = base[channel] + random.nextInt(96);
      }
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int[] block = blocks[y / 8 * (width / 8 + 1) + x / 8];
        image.setRGB(x, y, block[0] << 16 | block[1] << 8 | block[2]);
      }
    }
    return image;
  }

  public static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
