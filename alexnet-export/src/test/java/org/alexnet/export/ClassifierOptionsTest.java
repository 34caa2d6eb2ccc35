package org.alexnet.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.image.Crops;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A classifier that waits for ever would be found by the time a test may take. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ClassifierOptionsTest {
  private static final List<String> LABELS = List.of("owl", "auk", "kite", "crow");
  private static final int THREADS = 8;

  @TempDir private static Path shared;
  private static Path model;

  @TempDir private Path folder;

  @BeforeAll
  static void export() throws IOException {
    model =
        ModelExport.of(HandMadeCheckpoint.looking(shared.resolve("checkpoint"), LABELS))
            .write(shared.resolve("model"));
  }

  private static BufferedImage picture(int seed) {
    return PaintedImages.picture(40, 30, 2, seed);
  }

  @Test
  void anImageIsTheSameHoweverItIsGiven() throws IOException {
    byte[] file = PaintedImages.png(picture(1));
    Path path = Files.write(folder.resolve("picture"), file);
    try (Classifier classifier = Classifier.load(model)) {
      List<Prediction> expected = classifier.classify(path);

      assertThat(classifier.classify(file)).isEqualTo(expected);
      assertThat(classifier.classify(new ByteArrayInputStream(file))).isEqualTo(expected);
      assertThat(classifier.classify(picture(1))).isEqualTo(expected);
      assertThat(classifier.classify(picture(2))).isNotEqualTo(expected);

      BufferedImage gray =
          new ColorConvertOp(ColorSpace.getInstance(ColorSpace.CS_GRAY), null)
              .filter(picture(1), new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY));
      assertThat(classifier.classify(gray)).isEqualTo(classifier.classify(PaintedImages.png(gray)));
    }
  }

  @Test
  void namesTheMostProbableOnly() throws IOException {
    byte[] file = PaintedImages.png(picture(1));
    ClassifierOptions two = ClassifierOptions.usual().withMost(2);
    try (Classifier all = Classifier.load(model);
        Classifier fewer = Classifier.load(model, two);
        Classifier more = Classifier.load(model, two.withMost(9))) {
      assertThat(fewer.classify(file)).isEqualTo(all.classify(file).subList(0, 2));
      assertThat(more.classify(file)).isEqualTo(all.classify(file)).hasSize(4);
    }
  }

  @Test
  void aNetworkOfOneLayerHasNoFeatures() throws IOException {
    try (Classifier classifier = Classifier.load(model)) {
      assertThatThrownBy(() -> classifier.features(List.of(PaintedImages.png(picture(1)))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(model + " has no features: its network has one layer");
    }
  }

  /** One image of ten is no image, or is cut off. */
  @Test
  void imagesOfSeveralThreadsGoTogetherAndEachIsAnsweredForItself() throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      byte[] file = PaintedImages.png(picture(i));
      files.add(i % 20 == 7 ? new byte[] {1, 2} : i % 20 == 13 ? Arrays.copyOf(file, 99) : file);
    }
    ClassifierOptions together =
        ClassifierOptions.usual().withBatching(Duration.ofMillis(5)).withThreads(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Classifier alone = Classifier.load(model);
        Classifier classifier = Classifier.load(model, together)) {
      List<Future<float[]>> answers = new ArrayList<>();
      for (byte[] file : files) {
        answers.add(threads.submit(() -> classifier.probabilities(List.of(file)).get(0)));
      }
      for (int i = 0; i < files.size(); i++) {
        Future<float[]> answer = answers.get(i);
        if (i % 20 == 7 || i % 20 == 13) {
          assertThatThrownBy(answer::get)
              .cause()
              .isInstanceOf(BadImageException.class)
              .hasMessageStartingWith("image 0 ");
        } else {
          assertThat(answer.get())
              .usingComparatorWithPrecision(1e-6f)
              .containsExactly(alone.probabilities(List.of(files.get(i))).get(0));
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  /** A list that would take long ends where the classifier is closed. */
  @Test
  void closingWaitsForOnePartOfALongList() throws Exception {
    Path image = Files.write(folder.resolve("picture.png"), PaintedImages.png(picture(1)));
    List<Path> list = Collections.nCopies(10_000_000, image);
    for (ClassifierOptions options :
        List.of(
            ClassifierOptions.usual(),
            ClassifierOptions.usual().withBatching(Duration.ofSeconds(10)))) {
      Classifier classifier = Classifier.load(model, options);
      CountDownLatch begun = new CountDownLatch(1);
      ExecutorService thread = Executors.newSingleThreadExecutor();
      Future<?> endless =
          thread.submit(
              () -> {
                classifier.classify(Collections.nCopies(64, image));
                begun.countDown();
                return classifier.classify(list);
              });
      begun.await();

      classifier.close();

      assertThatThrownBy(endless::get)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the classifier is closed");
      thread.shutdown();
    }
  }

  @Test
  void otherValuesAreRefused() {
    ClassifierOptions usual = ClassifierOptions.usual();

    assertThatThrownBy(() -> usual.withMost(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("most must be positive, found 0");
    assertThatThrownBy(() -> usual.withThreads(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must not be negative, found -1");
    assertThatThrownBy(() -> usual.withBatching(Duration.ofSeconds(11)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("patience must be between 0 and 10 seconds, found PT11S");
    assertThatThrownBy(() -> usual.withDevice("/job:tower/task:1/CPU:0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("device must be one of this process, found ");
    assertThatThrownBy(() -> usual.withDevice("gpu")).isInstanceOf(IllegalArgumentException.class);
    assertThat(usual.withCrops(Crops.TEN).withMost(5).withDevice("/GPU:1").crops())
        .isEqualTo(Crops.TEN);
  }
}
