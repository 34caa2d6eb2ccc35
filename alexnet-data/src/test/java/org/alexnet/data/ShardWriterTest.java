package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.MoreFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.image.HandMadeImages;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.proto.SplitManifest;
import org.alexnet.data.source.ImageSource.Content;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardWriterTest {
  private static final int SIZE = 2;

  @TempDir private Path folder;
  private byte[] png;
  private final List<String> told = new ArrayList<>();
  private int images;

  @BeforeEach
  void makeImage() throws IOException {
    png = HandMadeImages.encoded(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png");
  }

  private SourceImage image(int number, int label, Content content) {
    String name = "deep/" + number + ".png";
    return new SourceImage(name, "there/" + name, label, content);
  }

  private List<SourceImage> images(int count) {
    List<SourceImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(image(i, i % 2, () -> png));
    }
    return images;
  }

  private SplitManifest write(
      Split split, List<SourceImage> sources, int imagesPerShard, BadImages badImages)
      throws IOException {
    try (ShardWriter writer =
        new ShardWriter(
            folder,
            LabelMap.of(List.of("a", "b")),
            SIZE,
            badImages,
            (of, done, total) -> told.add(of + " " + done + "/" + total))) {
      SplitManifest manifest =
          writer.write(
              split,
              sources,
              imagesPerShard,
              pixels -> {
                assertThat(pixels).hasSize(SIZE * SIZE * 3);
                images++;
              });
      writer.skipped().forEach(bad -> told.add(bad.getFile() + " " + bad.getReason()));
      return manifest;
    }
  }

  @ParameterizedTest
  @CsvSource({"14, 10, '14'", "15, 10, '7 8'", "25, 10, '8 8 9'", "5, 2, '1 2 2'"})
  void shardsAreAboutAsLargeAsAskedAndOfOneSize(int count, int imagesPerShard, String sizes)
      throws IOException {
    List<String> expected = List.of(sizes.split(" ", -1));

    SplitManifest manifest =
        write(Split.VALIDATION, images(count), imagesPerShard, BadImages.REFUSE);

    assertThat(manifest.getShardsList())
        .extracting(shard -> String.valueOf(shard.getImageCount()))
        .isEqualTo(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(manifest.getShards(i).getFile().getName())
          .isEqualTo("validation-0000" + i + "-of-0000" + expected.size());
    }
    assertThat(manifest.getImageCount()).isEqualTo(count);
    assertThat(manifest.getImagesPerClassList()).containsExactly((count + 1L) / 2, count / 2L);
    assertThat(images).isEqualTo(count);
    assertThat(MoreFiles.listFiles(folder)).hasSameSizeAs(expected);
  }

  @Test
  void theListenerIsToldAfterEvery64ImagesAndEveryShard() throws IOException {
    write(Split.TRAIN, images(130), 1000, BadImages.REFUSE);
    assertThat(told).containsExactly("train 64/130", "train 128/130", "train 130/130");

    told.clear();
    write(Split.TRAIN, images(130), 65, BadImages.REFUSE);
    assertThat(told)
        .containsExactly("train 64/130", "train 65/130", "train 129/130", "train 130/130");
  }

  @Test
  void aClassNeedsAnImageToLearnFromAndNoneToMeasureOn() throws IOException {
    List<SourceImage> sources = new ArrayList<>(images(3)); // two of a
    sources.set(1, image(1, 1, () -> new byte[0]));

    SplitManifest manifest = write(Split.VALIDATION, sources, 10, BadImages.SKIP);
    assertThat(manifest.getImagesPerClassList()).containsExactly(2L, 0L);
    assertThat(manifest.getImageCount()).isEqualTo(2);
    assertThat(manifest.getShardsList())
        .extracting(ShardManifest::getImageCount)
        .containsExactly(2L);
    assertThat(told).containsExactly("validation 3/3", "deep/1.png is empty");
    assertThat(images).isEqualTo(2);

    assertThatThrownBy(() -> write(Split.TRAIN, sources, 10, BadImages.SKIP))
        .isInstanceOf(IOException.class)
        .hasMessage("class b has no readable image in the train split");
  }

  @Test
  void anUnreadableFileIsABadImageToo() throws IOException {
    List<SourceImage> sources = new ArrayList<>(images(3));
    Content unreadable =
        () -> {
          throw new NoSuchFileException("/home/somebody/secret");
        };
    sources.set(2, image(2, 0, unreadable));

    write(Split.TRAIN, sources, 10, BadImages.SKIP);
    assertThat(told)
        .containsExactly("train 3/3", "deep/2.png cannot be read (NoSuchFileException)");

    assertThatThrownBy(() -> write(Split.TRAIN, sources, 10, BadImages.REFUSE))
        .isInstanceOf(BadImageException.class)
        .hasMessage(
            "there/deep/2.png cannot be read (NoSuchFileException); convert or remove it, or choose"
                + " --bad-images skip")
        .hasRootCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void whatIsNoFaultOfAnImageIsNeverSkipped() {
    List<SourceImage> sources = new ArrayList<>(images(3));
    IllegalArgumentException fault = new IllegalArgumentException("fault");
    sources.set(
        2,
        image(
            2,
            0,
            () -> {
              throw fault;
            }));

    assertThatThrownBy(() -> write(Split.TRAIN, sources, 10, BadImages.SKIP))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there/deep/2.png cannot be converted")
        .hasCause(fault);
  }

  @Test
  void anInterruptionEndsItAndIsPassedOn() {
    CountDownLatch never = new CountDownLatch(1);
    List<SourceImage> sources = new ArrayList<>(images(3));
    sources.set(
        0,
        image(
            0,
            0,
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) { // by closing the writer
                Thread.currentThread().interrupt();
              }
              return png;
            }));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> write(Split.TRAIN, sources, 10, BadImages.SKIP))
        .isInstanceOf(IOException.class)
        .hasMessage("interrupted while reading there/deep/0.png");
    assertThat(Thread.interrupted()).isTrue();
  }
}
