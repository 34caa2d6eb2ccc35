package org.alexnet.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Layer;

/** A data set that a narrow network learns in seconds: pictures that are mostly one color. */
final class TestData {
  static final Placement ONE_CPU = Placement.onOneDevice("/CPU:0", 2);

  private TestData() {}

  /** 36 training images and 12 held out, of red, green and blue. */
  static Dataset colors(Path folder) throws IOException {
    Random random = new Random(1);
    String[] names = {"blue", "green", "red"};
    for (int label = 0; label < names.length; label++) {
      for (int i = 0; i < 16; i++) {
        boolean train = i < 12;
        Path into =
            Files.createDirectories(
                folder.resolve("images/" + (train ? "train/" : "validation/") + names[label]));
        ImageIO.write(picture(label, random), "png", into.resolve("picture" + i + ".png").toFile());
      }
    }
    return Preparation.of(ClassFolders.in(folder.resolve("images")))
        .withImageSize(70)
        .write(folder.resolve("colors"));
  }

  private static BufferedImage picture(int channel, Random random) {
    BufferedImage image = new BufferedImage(70, 70, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 70; y++) {
      for (int x = 0; x < 70; x++) {
        int rgb = random.nextInt(0x606060) & 0x5f5f5f;
        image.setRGB(x, y, rgb + (160 << (8 * channel)) % 0x1000000);
      }
    }
    return image;
  }

  /** The paper's topology at a sixteenth of its width, with weights that are not lost in it. */
  static AlexNetSpec narrow(Dataset dataset) {
    return Preset.PAPER
        .spec()
        .withWidthDividedBy(16)
        .withImageSize(67)
        .withClassCount(dataset.classCount())
        .withSeed(3)
        .withLayers("wider", TestData::wider);
  }

  private static Layer wider(Layer layer) {
    Initializer wide = new Initializer(0.1, 0.1);
    if (layer instanceof Conv conv) {
      return conv.withInitializer(wide);
    }
    if (layer instanceof Dense dense) {
      return dense.withInitializer(wide);
    }
    return layer;
  }

  /** Steps of 8 images: 36 training images are four and a half of them. */
  static TrainingRecipe recipe() {
    return TrainingRecipe.paper().withBatchSize(8).withEpochs(3).withSeed(5);
  }
}
