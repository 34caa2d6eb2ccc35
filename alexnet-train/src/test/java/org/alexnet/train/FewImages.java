package org.alexnet.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;

/** Small data sets of more than five classes, so that top-5 says something. */
public final class FewImages {
  private FewImages() {}

  /** Seven classes of colored noise, some harder to tell apart than others. */
  public static Dataset sevenClasses(Path folder, int side, int training, int validation)
      throws IOException {
    return classes(folder, side, 7, training, validation);
  }

  /** The first of these classes, with one training and one validation image each. */
  public static Dataset someClasses(Path folder, int side, int classes) throws IOException {
    return classes(folder, side, classes, 1, 1);
  }

  private static Dataset classes(Path folder, int side, int classes, int training, int validation)
      throws IOException {
    for (int label = 0; label < classes; label++) {
      for (int i = 0; i < training + validation; i++) {
        Path split = folder.resolve("images/" + (i < training ? "train" : "validation"));
        Path into = Files.createDirectories(split.resolve("class" + label));
        ImageIO.write(
            noise(side, label, 100L * label + i), "png", into.resolve(i + ".png").toFile());
      }
    }
    return Preparation.of(ClassFolders.in(folder.resolve("images")))
        .withImageSize(side)
        .write(folder.resolve(classes == 7 ? "seven-classes" : "some-classes"));
  }

  /** A checkpoint of a narrow network that does not say the same of every image. */
  public static Checkpoint responsive(Dataset dataset, Path run) throws IOException {
    return Training.of(TestData.recipe().withEpochs(2))
        .withPlacement(TestData.ONE_CPU)
        .run(TestData.narrow(dataset), dataset, run)
        .checkpoint();
  }

  /** A checkpoint of another network, with another input. */
  public static Checkpoint shallow(Dataset dataset, Path run) throws IOException {
    return Training.of(TestData.recipe().withEpochs(1).withSeed(6))
        .withPlacement(TestData.ONE_CPU)
        .run(TestData.shallow(dataset).withImageSize(59), dataset, run)
        .checkpoint();
  }

  /** A run of a shallow network whose recipe is changed before; batches of 7 images, 3 epochs. */
  public static Run shallowRun(Dataset dataset, Path run, UnaryOperator<TrainingRecipe> change)
      throws IOException {
    Training.of(change.apply(TestData.recipe().withBatchSize(7)))
        .withPlacement(TestData.ONE_CPU)
        .run(TestData.shallow(dataset), dataset, run);
    return Run.open(run);
  }

  /** A run of a shallow network that was stopped after two steps. */
  public static Run begun(Dataset dataset, Path run) throws IOException {
    Training.of(TestData.recipe().withBatchSize(7))
        .withPlacement(TestData.ONE_CPU)
        .until(2, dataset.imageCount(Split.TRAIN))
        .run(TestData.shallow(dataset), dataset, run);
    return Run.open(run);
  }

  /** The same run by another recipe from where it is. */
  public static Run amended(Dataset dataset, Run run, UnaryOperator<TrainingRecipe> change)
      throws IOException {
    Training.of(change.apply(run.checkpoint().recipe()))
        .withPlacement(TestData.ONE_CPU)
        .amending()
        .run(run.checkpoint().spec(), dataset, run.directory());
    return Run.open(run.directory());
  }

  private static BufferedImage noise(int side, int label, long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int red = 18 * label + random.nextInt(120);
        int green = x * 80 / side + random.nextInt(100);
        int blue = y * (label % 3) * 40 / side + random.nextInt(150);
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return image;
  }
}
