package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.alexnet.common.ListedFiles;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.image.HandMadeImages;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.internal.Examples;
import org.alexnet.data.proto.DatasetManifest;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.proto.ShardResult;
import org.alexnet.data.proto.SkippedImage;
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
  private long images;

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
    LabelMap labels = LabelMap.of(List.of("a", "b"));
    DatasetAssembly assembly =
        new DatasetAssembly(
            DatasetManifest.newBuilder().setImageSize(SIZE).addAllLabels(labels.labels()).build());
    SplitProgress progress =
        new SplitProgress(
            split,
            sources.size(),
            new SkippedImages(SkipBudget.ofCount(100), sources.size()),
            (of, done, total) -> told.add(of + " " + done + "/" + total));
    List<SkippedImage> skipped = new ArrayList<>();
    try (ShardWriter writer =
        new ShardWriter(new ShardOptions(labels, StoredFormat.ofSize(SIZE), badImages), 2)) {
      for (Shard shard : Shard.divide(split, ImmutableList.copyOf(sources), imagesPerShard)) {
        ShardResult result = writer.write(shard, folder, progress);
        assertThat(result.hasPixels()).isEqualTo(split == Split.TRAIN);
        images += result.getPixels().getImageCount();
        skipped.addAll(result.getSkippedList());
        assembly.add(result);
      }
    }
    skipped.forEach(bad -> told.add(bad.getFile() + " " + bad.getReason()));
    return assembly.split(split);
  }

  @ParameterizedTest
  @CsvSource({"14, 10, '14'", "15, 10, '7 8'", "25, 10, '8 8 9'", "5, 2, '1 2 2'"})
  void shardsAreAboutAsLargeAsAskedAndOfOneSize(int count, int imagesPerShard, String sizes)
      throws IOException {
    List<String> expected = List.of(sizes.split(" ", -1));

    SplitManifest manifest = write(Split.VALIDATION, images(count), imagesPerShard, BadImages.FAIL);

    assertThat(manifest.getShardsList())
        .extracting(shard -> String.valueOf(shard.getImageCount()))
        .isEqualTo(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(manifest.getShards(i).getFile().getName())
          .isEqualTo("validation-0000" + i + "-of-0000" + expected.size());
    }
    assertThat(manifest.getImageCount()).isEqualTo(count);
    assertThat(manifest.getImagesPerClassList()).containsExactly((count + 1L) / 2, count / 2L);
    assertThat(MoreFiles.listFiles(folder)).hasSameSizeAs(expected);
  }

  @Test
  void theListenerIsToldAfterEvery64ImagesAndEveryShard() throws IOException {
    write(Split.TRAIN, images(130), 1000, BadImages.FAIL);
    assertThat(images).isEqualTo(130);
    assertThat(told).containsExactly("train 64/130", "train 128/130", "train 130/130");

    told.clear();
    write(Split.TRAIN, images(130), 65, BadImages.FAIL);
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
    assertThat(images).isZero(); // statistics are those of the training images

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

    assertThatThrownBy(() -> write(Split.TRAIN, sources, 10, BadImages.FAIL))
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

  /** The work of a shard with many threads, one of which is slow. */
  @Test
  void recordsAreInTheOrderOfTheShardWhicheverImageIsReadyFirst() throws IOException {
    List<SourceImage> sources = new ArrayList<>(images(60));
    CountDownLatch others = new CountDownLatch(20);
    for (int i = 0; i < 60; i++) {
      boolean first = i == 0;
      sources.set(
          i,
          image(
              i,
              i % 2,
              () -> {
                others.countDown();
                if (first) {
                  await(others);
                }
                return png;
              }));
    }
    LabelMap labels = LabelMap.of(List.of("a", "b"));
    Shard shard = new Shard(Split.TRAIN, 0, 1, ImmutableList.copyOf(sources));
    try (ShardWriter writer =
        new ShardWriter(new ShardOptions(labels, StoredFormat.ofSize(SIZE), BadImages.FAIL), 3)) {
      ShardResult result = writer.write(shard, folder);

      assertThat(result.getFile())
          .isEqualTo(ListedFiles.list(folder, folder.resolve("train-00000-of-00001")));
    }
    try (TfRecordReader reader = TfRecordReader.open(folder.resolve(shard.fileName()))) {
      for (int i = 0; i < 60; i++) {
        assertThat(Examples.fileName(reader.next().orElseThrow())).isEqualTo(i + ".png");
      }
      assertThat(reader.next()).isEmpty();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void fewImagesAreAheadOfTheOneThatIsWritten() throws IOException {
    int most = 8 * 2; // for each of two threads
    AtomicInteger read = new AtomicInteger();
    CountDownLatch expected = new CountDownLatch(most);
    AtomicInteger ahead = new AtomicInteger();
    List<SourceImage> sources = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      boolean first = i == 0;
      sources.add(
          image(
              i,
              i % 2,
              () -> {
                read.incrementAndGet();
                expected.countDown();
                if (first) {
                  await(expected);
                  ahead.set(read.get());
                }
                return png;
              }));
    }

    write(Split.TRAIN, sources, 1000, BadImages.FAIL);

    assertThat(ahead).hasValue(most);
  }

  @Test
  void aShardThatFailsLeavesNoFile() throws IOException {
    List<SourceImage> sources = new ArrayList<>(images(3));
    sources.set(1, image(1, 1, () -> new byte[0]));

    assertThatThrownBy(() -> write(Split.TRAIN, sources, 10, BadImages.FAIL))
        .isInstanceOf(BadImageException.class);

    assertThat(MoreFiles.listFiles(folder)).isEmpty();
  }

  @Test
  void aShardIsKnownByTheNamesClassesAndSizesOfItsImages() {
    List<SourceImage> sources = images(3);
    String hash = shard(sources).imagesSha256();
    assertThat(shard(images(3)).imagesSha256()).isEqualTo(hash);

    sources.set(1, image(7, 1, () -> png));
    assertThat(shard(sources).imagesSha256()).isNotEqualTo(hash);
    sources.set(1, image(1, 0, () -> png));
    assertThat(shard(sources).imagesSha256()).isNotEqualTo(hash);
    sources.set(1, image(1, 1, sized(OptionalLong.of(4))));
    assertThat(shard(sources).imagesSha256()).isNotEqualTo(hash);
    sources.set(1, image(1, 1, sized(OptionalLong.empty())));
    assertThat(shard(sources).imagesSha256()).isEqualTo(hash);
  }

  private static Shard shard(List<SourceImage> images) {
    return new Shard(Split.TRAIN, 0, 1, ImmutableList.copyOf(images));
  }

  private static Content sized(OptionalLong byteCount) {
    return new Content() {
      private static final long serialVersionUID = 1;

      @Override
      public byte[] read() {
        throw new AssertionError("its size was asked for");
      }

      @Override
      public OptionalLong byteCount() {
        return byteCount;
      }
    };
  }
}
