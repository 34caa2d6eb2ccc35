package org.alexnet.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.TfRecordReader;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.IdxFiles;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.alexnet.data.source.Split;
import org.alexnet.export.Classifier;
import org.alexnet.export.ModelExport;
import org.alexnet.train.Checkpoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Valid files, damaged in every way that comes to mind and given to whatever reads them. {@code mvn
 * -Pfuzz verify} makes it long, {@code -Dfuzz.seed=N} another one.
 */
class FuzzTest {
  private static final int CASES = Integer.getInteger("fuzz.cases", 2000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  /** Images that are prepared together. */
  private static final int IMAGES = 50;

  @TempDir private static Path shared;
  private static List<byte[]> images;
  private static Dataset dataset;
  private static Checkpoint checkpoint;
  private static Path model;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws IOException {
    images = validImages();
    dataset = Small.dataset(shared);
    checkpoint =
        Small.training(Small.recipe())
            .run(Small.spec(), dataset, shared.resolve("run"))
            .checkpoint();
    model = ModelExport.of(checkpoint).write(shared.resolve("model"));
  }

  private static List<byte[]> validImages() throws IOException {
    List<byte[]> all = new ArrayList<>();
    Random random = new Random(1);
    for (int type : List.of(BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY)) {
      for (int side : List.of(1, 9, 40)) {
        BufferedImage image = new BufferedImage(side, side + 3, type);
        for (int pixel = 0; pixel < side * side; pixel++) {
          image.setRGB(pixel % side, pixel / side, random.nextInt(0x1000000));
        }
        for (String format : List.of("jpg", "png", "gif")) {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          assertThat(ImageIO.write(image, format, bytes)).isTrue();
          all.add(bytes.toByteArray());
        }
      }
    }
    return all;
  }

  private static byte[] damagedImage(Random random) {
    return Damage.any(images.get(random.nextInt(images.size())), random);
  }

  @Test
  void everyImageIsStoredOrListed() throws IOException {
    try (Fuzz fuzz = new Fuzz("preparation", SEED)) {
      for (int done = 0; done < CASES * 3 / 10; done += IMAGES) {
        Path source = Small.images(Files.createDirectory(folder.resolve("source")));
        for (int i = 0; i < IMAGES; i++) {
          Path file = source.resolve("train/" + (i % 2 == 0 ? "a" : "b") + "/damaged" + i + ".jpg");
          Files.write(file, damagedImage(fuzz.random()));
        }
        fuzz.run(
            source,
            () -> {
              Dataset made =
                  Preparation.of(ClassFolders.in(source))
                      .withImageSize(Small.SIDE)
                      .withBadImages(BadImages.SKIP)
                      .write(folder.resolve("made"));
              int skipped = made.manifest().getSkippedCount();
              assertThat(made.imageCount(Split.TRAIN) + skipped).isEqualTo(4 + IMAGES);
              made.verify();
              for (int i = 0; i < IMAGES; i++) {
                fuzz.count(i < skipped ? "images skipped" : "images stored");
              }
            });
        for (String name : List.of("source", "made")) {
          MoreFiles.deleteRecursively(folder.resolve(name), RecursiveDeleteOption.ALLOW_INSECURE);
        }
      }
    }
  }

  @Test
  void everyImageIsAnsweredOrRefused() throws IOException {
    try (Fuzz fuzz = new Fuzz("classify", SEED);
        Classifier classifier = Classifier.load(model)) {
      Path file = folder.resolve("image");
      for (int i = 0; i < CASES * 2 / 10; i++) {
        Files.write(file, damagedImage(fuzz.random()));
        fuzz.run(file, () -> assertThat(classifier.classify(file)).hasSize(2));
      }
    }
  }

  @Test
  void everyIdxFileIsReadOrRefused() throws IOException {
    Path source = idxFiles(folder);
    List<Path> files = filesIn(source);
    try (Fuzz fuzz = new Fuzz("idx", SEED)) {
      for (int i = 0; i < CASES * 15 / 100; i++) {
        withDamage(
            fuzz,
            files,
            file ->
                fuzz.run(
                    source,
                    () -> {
                      for (Split split : Split.values()) {
                        for (SourceImage image : IdxFiles.in(source).images(split)) {
                          image.content().read();
                        }
                      }
                    }));
      }
    }
  }

  @Test
  void everyRecordFileIsReadOrRefused() throws IOException {
    List<Path> files = List.of(Files.copy(dataset.shards(Split.TRAIN).get(0), folder.resolve("r")));
    try (Fuzz fuzz = new Fuzz("records", SEED)) {
      for (int i = 0; i < CASES * 15 / 100; i++) {
        withDamage(
            fuzz,
            files,
            file ->
                fuzz.run(
                    file,
                    () -> {
                      try (TfRecordReader reader = TfRecordReader.open(file)) {
                        while (reader.next().isPresent()) {
                          fuzz.count("records read");
                        }
                      }
                    }));
      }
    }
  }

  @Test
  void everyDataSetIsTheSameOrRefused() throws IOException {
    Path copy = copy(dataset.directory());
    List<Path> files = filesIn(copy);
    try (Fuzz fuzz = new Fuzz("data set", SEED)) {
      for (int i = 0; i < CASES * 8 / 100; i++) {
        withDamage(
            fuzz,
            files,
            file ->
                fuzz.run(
                    copy,
                    () -> {
                      Dataset found = Dataset.open(copy);
                      found.verify();
                      assertThat(found.manifest()).isEqualTo(dataset.manifest());
                    }));
      }
    }
  }

  @Test
  void everyCheckpointIsTheSameOrRefused() throws IOException {
    Path copy = copy(checkpoint.directory());
    List<Path> files = filesIn(copy);
    try (Fuzz fuzz = new Fuzz("checkpoint", SEED)) {
      for (int i = 0; i < CASES * 8 / 100; i++) {
        withDamage(
            fuzz,
            files,
            file ->
                fuzz.run(
                    copy,
                    () -> {
                      Checkpoint found = Checkpoint.open(copy);
                      found.verify();
                      assertThat(found.manifest()).isEqualTo(checkpoint.manifest());
                    }));
      }
    }
  }

  @Test
  void everyModelAnswersTheSameOrIsRefused() throws IOException {
    Path copy = copy(model);
    List<Path> files = filesIn(copy);
    List<byte[]> asked = List.of(images.get(1));
    float[] right;
    try (Classifier classifier = Classifier.load(model)) {
      right = classifier.probabilities(asked).get(0);
    }
    try (Fuzz fuzz = new Fuzz("model", SEED)) {
      for (int i = 0; i < CASES * 4 / 100; i++) {
        withDamage(
            fuzz,
            files,
            file ->
                fuzz.run(
                    copy,
                    () -> {
                      try (Classifier classifier = Classifier.load(copy)) {
                        assertThat(classifier.labels().labels()).containsExactly("a", "b");
                        assertThat(classifier.probabilities(asked).get(0)).isEqualTo(right);
                      }
                    }));
      }
    }
  }

  /** Does something while one of some files is damaged. */
  private static void withDamage(Fuzz fuzz, List<Path> files, Consumer<Path> use)
      throws IOException {
    Path file = files.get(fuzz.random().nextInt(files.size()));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Damage.any(whole, fuzz.random()));
    use.accept(file);
    Files.write(file, whole);
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Path copy(Path directory) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    for (Path file : filesIn(directory)) {
      Path to = copy.resolve(directory.relativize(file).toString());
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
    return copy;
  }

  /** Three training images and one of validation; two of the four files gzipped. */
  private static Path idxFiles(Path folder) throws IOException {
    Path idx = Files.createDirectory(folder.resolve("idx"));
    Files.writeString(idx.resolve("labels.txt"), "zero\none\n");
    Files.write(idx.resolve("train-images-idx3-ubyte"), idxImages(3));
    Files.write(idx.resolve("train-labels-idx1-ubyte"), idxLabels(3));
    Files.write(idx.resolve("t10k-images-idx3-ubyte.gz"), gzip(idxImages(1)));
    Files.write(idx.resolve("t10k-labels-idx1-ubyte.gz"), gzip(idxLabels(1)));
    return idx;
  }

  private static byte[] idxImages(int count) {
    ByteBuffer file = ByteBuffer.allocate(16 + 16 * count);
    return file.putInt(0x803).putInt(count).putInt(4).putInt(4).array();
  }

  private static byte[] idxLabels(int count) {
    return ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count).array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(out)) {
      zipped.write(bytes);
    }
    return out.toByteArray();
  }
}
