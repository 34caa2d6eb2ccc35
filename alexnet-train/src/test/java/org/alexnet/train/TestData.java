package org.alexnet.train;

import com.google.common.collect.ImmutableList;
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
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dense.Spread;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.Relu;

/** A data set that a narrow network learns in seconds: pictures that are mostly one color. */
public final class TestData {
  static final Placement ONE_CPU = Placement.onOneDevice("/CPU:0", 2);

  private TestData() {}

  /** 36 training images and 12 validation images, of red, green and blue. */
  public static Dataset colors(Path folder) throws IOException {
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

  /**
   * The least that has all that a run must keep: two towers that read each other, and dropout. A
   * run of it takes half the time of {@link #narrow}'s.
   */
  public static AlexNetSpec shallow(Dataset dataset) {
    Initializer wide = new Initializer(0.1, 0.1);
    return new AlexNetSpec(
        "shallow",
        67,
        2,
        3,
        ImmutableList.of(
            new Conv("conv1", 6, 11, 4, Padding.NONE, Connectivity.GROUPED, wide),
            new Relu("relu1"),
            new MaxPool("pool1", 3, 2),
            new Dense("fc6", 16, Connectivity.CROSS_TOWER, Spread.OVER_TOWERS, wide),
            new Relu("relu6"),
            new Dropout("drop6", 0.5),
            new Dense(
                "fc8", dataset.classCount(), Connectivity.CROSS_TOWER, Spread.FIRST_TOWER, wide)));
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
  public static TrainingRecipe recipe() {
    return TrainingRecipe.paper().withBatchSize(8).withEpochs(3).withSeed(5);
  }
}
