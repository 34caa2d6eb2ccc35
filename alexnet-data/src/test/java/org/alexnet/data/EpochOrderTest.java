package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.alexnet.data.source.IdxFiles;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Example;

/** The order of images in the epochs of a data set with several shards. */
class EpochOrderTest {
  private static final int CLASSES = 250;
  private static final int GRAYS = 25;
  private static final int IMAGES = CLASSES * GRAYS;
  private static final int EPOCHS = 6;

  @TempDir private static Path folder;
  private static Dataset dataset;

  /** The images of each epoch; class and gray level tell each from all others. */
  private static List<List<Integer>> epochs;

  /** The images of each shard, in the order of its file. */
  private static final List<List<Integer>> SHARDS = new ArrayList<>();

  @BeforeAll
  static void readEpochs() throws IOException {
    Files.write(
        folder.resolve("labels.txt"),
        IntStream.range(0, CLASSES).mapToObj(label -> "class " + label).toList());
    write("train", IMAGES);
    write("t10k", CLASSES);
    dataset = Preparation.of(IdxFiles.in(folder)).withImageSize(2).write(folder.resolve("dataset"));
    for (Path shard : dataset.shards(Split.TRAIN)) {
      List<Integer> inside = new ArrayList<>();
      try (TfRecordReader reader = TfRecordReader.open(shard)) {
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
          inside.add(stored(Example.parseFrom(next.get())));
        }
      }
      SHARDS.add(inside);
    }
    epochs = epochs(7, 0, EPOCHS);
  }

  private static void write(String prefix, int count) throws IOException {
    try (DataOutputStream images =
            new DataOutputStream(
                Files.newOutputStream(folder.resolve(prefix + "-images-idx3-ubyte")));
        DataOutputStream labels =
            new DataOutputStream(
                Files.newOutputStream(folder.resolve(prefix + "-labels-idx1-ubyte")))) {
      byte[] pixels = new byte[4 * count];
      byte[] classes = new byte[count];
      for (int i = 0; i < count; i++) {
        java.util.Arrays.fill(pixels, 4 * i, 4 * i + 4, (byte) (10 * (i / CLASSES)));
        classes[i] = (byte) (i % CLASSES);
      }
      images.writeInt(0x803);
      images.writeInt(count);
      images.writeInt(2);
      images.writeInt(2);
      images.write(pixels);
      labels.writeInt(0x801);
      labels.writeInt(count);
      labels.write(classes);
    }
  }

  private static int stored(Example example) throws IOException {
    var features = example.getFeatures();
    byte[] jpeg =
        features.getFeatureOrThrow("image/encoded").getBytesList().getValue(0).toByteArray();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    long label = features.getFeatureOrThrow("image/class/label").getInt64List().getValue(0) - 1;
    return Math.round((image.getRGB(0, 0) >> 8 & 0xff) / 10f) * CLASSES + (int) label;
  }

  private static List<List<Integer>> epochs(long seed, int from, int count) throws IOException {
    TrainingStream stream =
        TrainingStream.read(dataset, 2, IMAGES / 5, Augmentation.none(), seed, from, count);
    float mean = dataset.mean().getFloat(0, 0, 1);
    List<List<Integer>> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < count; epoch++) {
      List<Integer> read = new ArrayList<>();
      for (int i = epoch * IMAGES; i < (epoch + 1) * IMAGES; i++) {
        int gray = Math.round((stream.images().get(i)[1] + mean) / 10);
        read.add(gray * CLASSES + stream.labels().get(i));
      }
      epochs.add(read);
    }
    return epochs;
  }

  @Test
  void everyEpochHasEveryImageOnce() {
    assertThat(SHARDS).hasSize(5).allMatch(shard -> shard.size() == IMAGES / 5);
    for (List<Integer> epoch : epochs) {
      assertThat(epoch.stream().distinct().count()).isEqualTo(IMAGES);
    }
  }

  @Test
  void noEpochHasTheOrderOfAnother() {
    for (int a = 0; a < EPOCHS; a++) {
      for (int b = 0; b < a; b++) {
        assertThat(inSamePlace(epochs.get(a), epochs.get(b)))
            .as("epochs %s and %s", a, b)
            .isLessThan(IMAGES / 100);
      }
    }
  }

  @Test
  void anotherSeedGivesOtherOrdersAndTheSameSeedTheSame() throws IOException {
    assertThat(epochs(7, 2, 1).get(0)).isEqualTo(epochs.get(2));
    assertThat(inSamePlace(epochs(8, 0, 1).get(0), epochs.get(0))).isLessThan(IMAGES / 100);
  }

  private static long inSamePlace(List<Integer> a, List<Integer> b) {
    return IntStream.range(0, IMAGES).filter(i -> a.get(i).equals(b.get(i))).count();
  }

  @Test
  void recordsOfAShardAreShuffledInEveryEpoch() {
    for (List<Integer> epoch : epochs) {
      Map<Integer, Integer> places = places(epoch);
      for (List<Integer> shard : SHARDS) {
        long inOrder =
            IntStream.range(1, shard.size())
                .filter(i -> places.get(shard.get(i - 1)) < places.get(shard.get(i)))
                .count();
        assertThat((double) inOrder / shard.size()).isBetween(0.4, 0.6);
      }
    }
  }

  /** What is read last cannot be drawn early, so the last shard tells itself. */
  @Test
  void theOrderOfShardsChangesFromEpochToEpoch() {
    List<Integer> last =
        epochs.stream()
            .map(EpochOrderTest::places)
            .map(
                places ->
                    IntStream.range(0, SHARDS.size())
                        .boxed()
                        .max(Comparator.comparingDouble(shard -> meanPlace(shard, places)))
                        .orElseThrow())
            .toList();

    assertThat(last.stream().distinct().count()).as("last shards %s", last).isGreaterThan(2);
  }

  private static double meanPlace(int shard, Map<Integer, Integer> places) {
    return SHARDS.get(shard).stream().mapToInt(places::get).average().orElseThrow();
  }

  private static Map<Integer, Integer> places(List<Integer> epoch) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < epoch.size(); i++) {
      places.put(epoch.get(i), i);
    }
    return places;
  }
}
