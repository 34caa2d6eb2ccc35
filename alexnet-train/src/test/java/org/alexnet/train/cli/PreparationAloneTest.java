package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.junit.jupiter.api.Test;

class PreparationAloneTest {
  private static final int SIDE = 8;

  /** How often each image was read. */
  private final ConcurrentMap<String, Integer> reads = new ConcurrentHashMap<>();

  private List<SourceImage> images(int count) throws IOException {
    ImmutableList<SourceImage> noise = NoiseImages.of(1, 0);
    return IntStream.range(0, count).mapToObj(i -> counted("image" + i, noise.get(0))).toList();
  }

  private SourceImage counted(String name, SourceImage image) {
    return new SourceImage(
        name,
        name,
        0,
        () -> {
          reads.merge(name, 1, Integer::sum);
          return image.content().read();
        });
  }

  @Test
  void goesOnWithTheNextImagesAndFromTheBeginningAgain() throws IOException {
    try (PreparationAlone workload = new PreparationAlone(images(6), SIDE, 4, 0, () -> false)) {
      for (int i = 0; i < 3; i++) {
        workload.run();
      }

      assertThat(reads).hasSize(6).allSatisfy((name, times) -> assertThat(times).isEqualTo(2));
      assertThat(workload.images()).isEqualTo(4);
    }
  }

  @Test
  void isCutShortWithinABatch() throws IOException {
    AtomicBoolean stop = new AtomicBoolean();
    SourceImage noise = NoiseImages.of(1, 0).get(0);
    SourceImage stopping =
        new SourceImage(
            "stopping",
            "stopping",
            0,
            () -> {
              stop.set(true);
              return counted("read", noise).content().read();
            });

    try (PreparationAlone workload =
        new PreparationAlone(List.of(stopping), SIDE, 1000, 0, stop::get)) {
      assertThatThrownBy(workload::run).isInstanceOf(CancellationException.class);
    }

    assertThat(reads.get("read")).isLessThan(100);
  }

  @Test
  void namesABadImageWithoutTheOptionsOfAnotherCommand() throws IOException {
    SourceImage bad = new SourceImage("bad.jpg", "folder/bad.jpg", 0, () -> new byte[] {1, 2, 3});

    try (PreparationAlone workload = new PreparationAlone(List.of(bad), SIDE, 3, 0, () -> false)) {
      assertThatThrownBy(workload::run)
          .isInstanceOf(BadImageException.class)
          .hasMessage(
              "folder/bad.jpg is not a JPEG, PNG or GIF image: its content is no image format"
                  + " known here; convert or remove it");
    }
  }

  @Test
  void refusesWhatMakesNoDataSet() {
    assertThatThrownBy(() -> new PreparationAlone(List.of(), SIDE, 3, 0, () -> false))
        .hasMessage("images must not be empty");
    assertThatThrownBy(() -> new PreparationAlone(images(1), SIDE, 2, 0, () -> false))
        .hasMessage("batchSize must be at least 3, found 2");
  }
}
