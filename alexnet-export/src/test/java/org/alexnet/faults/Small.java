package org.alexnet.faults;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dense.Spread;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.CheckpointPolicy;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingRecipe;

/** The smallest of everything: what is written is the same, and it takes no time. */
final class Small {
  static final int SIDE = 8;

  private Small() {}

  /** Four training images and two of validation, of two classes. */
  static Path images(Path folder) throws IOException {
    Random random = new Random(1);
    for (String name : List.of("a", "b")) {
      for (int i = 0; i < 3; i++) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
          image.setRGB(pixel % SIDE, pixel / SIDE, random.nextInt(0x1000000));
        }
        Path into =
            Files.createDirectories(folder.resolve(i < 2 ? "train" : "validation").resolve(name));
        ImageIO.write(image, "png", into.resolve(i + ".png").toFile());
      }
    }
    return folder;
  }

  static Preparation preparation(Path images) throws IOException {
    return Preparation.of(ClassFolders.in(images)).withImageSize(SIDE);
  }

  static Dataset dataset(Path folder) throws IOException {
    return preparation(images(folder.resolve("images"))).write(folder.resolve("dataset"));
  }

  /** One dense layer. */
  static AlexNetSpec spec() {
    Dense only =
        new Dense("fc", 2, Connectivity.CROSS_TOWER, Spread.FIRST_TOWER, new Initializer(0.01, 0));
    return new AlexNetSpec("small", SIDE, 1, 0, ImmutableList.of(only));
  }

  /** Two images in a step, two steps in one epoch. */
  static TrainingRecipe recipe() {
    return TrainingRecipe.paper().withBatchSize(2).withEpochs(1).withLearningRate(1e-5);
  }

  static Training training(TrainingRecipe recipe) {
    return Training.of(recipe)
        .withPlacement(Placement.of("/CPU:0"))
        .withCheckpoints(new CheckpointPolicy(1, 1));
  }

  /** Everything below a folder that is hidden or half made. */
  static List<Path> leftovers(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !path.equals(folder))
          .filter(path -> path.getFileName().toString().startsWith("."))
          .toList();
    }
  }

  /** The step of the latest checkpoint, which is whole; -1 if there is none. */
  static long stepOfWholeCheckpoint(Path run) throws IOException {
    Path checkpoints = run.resolve("checkpoints");
    boolean any;
    try (Stream<Path> entries =
        Files.isDirectory(checkpoints) ? Files.list(checkpoints) : Stream.empty()) {
      any =
          entries.anyMatch(path -> path.getFileName().toString().startsWith("step-"))
              || (!Files.exists(checkpoints) && Files.exists(run.resolve(".checkpoints.old")));
    }
    if (!any) {
      return -1;
    }
    Checkpoint latest = Checkpoint.open(run);
    latest.verify();
    return latest.step();
  }
}
