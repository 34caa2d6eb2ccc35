package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import com.google.common.collect.Lists;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.FolderLock;
import org.alexnet.common.LibraryVersion;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.Seeds;
import org.alexnet.data.image.StoredImages;
import org.alexnet.data.internal.MeanFile;
import org.alexnet.data.internal.PixelSums;
import org.alexnet.data.proto.DatasetManifest;
import org.alexnet.data.proto.PixelStatisticsManifest;
import org.alexnet.data.source.ImageSource;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.alexnet.data.source.Split;
import org.tensorflow.TensorFlow;

/**
 * Makes a data set of images: resized, cropped square, stored as TFRecord shards with a manifest.
 *
 * <pre>{@code
 * Dataset flowers =
 *     Preparation.of(ClassFolders.in(Path.of("photographs"))).write(Path.of("flowers"));
 * }</pre>
 *
 * <p>Equal images, options and versions give equal bytes.
 */
public final class Preparation {
  /** Images in a shard, about: ImageNet's 1.28 million in 1,024 shards have 1,251 in each. */
  private static final int IMAGES_PER_SHARD = 1250;

  private final ImageSource source;
  private final int imageSize;
  private final long seed;
  private final BadImages badImages;
  private final PreparationListener listener;

  /** What to do with images that cannot be read. */
  public enum BadImages {
    /** End with an error at the first one. */
    REFUSE,
    /** Leave them out, and list them in the manifest. */
    SKIP;

    /** Returns the name as it is written on the command line. */
    @Override
    public String toString() {
      return Ascii.toLowerCase(name());
    }
  }

  private Preparation(
      ImageSource source,
      int imageSize,
      long seed,
      BadImages badImages,
      PreparationListener listener) {
    checkArgument(
        imageSize >= 1 && imageSize <= StoredImages.MOST_PIXELS_A_SIDE,
        "imageSize must be in 1..%s, found %s",
        StoredImages.MOST_PIXELS_A_SIDE,
        imageSize);
    this.source = source;
    this.imageSize = imageSize;
    this.seed = seed;
    this.badImages = badImages;
    this.listener = listener;
  }

  /**
   * Returns the preparation of a source: squares of 256 pixels (paper, section 2), seed 0, bad
   * images refused.
   */
  public static Preparation of(ImageSource source) {
    return new Preparation(source, 256, 0, BadImages.REFUSE, (split, done, total) -> {});
  }

  /** Returns a copy with this side of the squares, in pixels. */
  public Preparation withImageSize(int imageSize) {
    return new Preparation(source, imageSize, seed, badImages, listener);
  }

  /** Returns a copy with this seed of the order in the shards. */
  public Preparation withSeed(long seed) {
    return new Preparation(source, imageSize, seed, badImages, listener);
  }

  /** Returns a copy that does this with bad images. */
  public Preparation withBadImages(BadImages badImages) {
    return new Preparation(source, imageSize, seed, badImages, listener);
  }

  /** Returns a copy that tells this listener. */
  public Preparation withListener(PreparationListener listener) {
    return new Preparation(source, imageSize, seed, badImages, listener);
  }

  /**
   * Makes the data set in a new folder.
   *
   * @throws IOException if the folder exists or another process writes it, the source cannot be
   *     read or the folder not be written; then nothing is left of it
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public Dataset write(Path directory) throws IOException {
    try (FolderLock lock = FolderLock.beside(directory)) {
      AtomicDirectory.create(directory, this::fill);
    }
    return Dataset.open(directory);
  }

  /**
   * Makes the data set in place of the one that is in a folder, whole or damaged, which stays until
   * the new one is complete.
   *
   * @throws IOException if the folder holds anything but a data set or another process writes it,
   *     the source cannot be read or the folder not be written; then the folder is untouched
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public Dataset replace(Path directory) throws IOException {
    try (FolderLock lock = FolderLock.beside(directory)) {
      AtomicDirectory.sweep(directory);
      Dataset.requireReplaceable(directory);
      AtomicDirectory.replace(directory, this::fill);
    }
    return Dataset.open(directory);
  }

  private void fill(Path directory) throws IOException {
    DatasetManifest.Builder manifest =
        DatasetManifest.newBuilder()
            .setImageSize(imageSize)
            .addAllLabels(source.labels().labels())
            .setLabelsSha256(source.labels().sha256())
            .addAllNames(source.labels().hasNames() ? source.labels().names() : List.of())
            .setSeed(seed)
            .setSource(source.description())
            .setLibraryVersion(LibraryVersion.get())
            .setTensorflowVersion(TensorFlow.version());
    PixelSums sums = new PixelSums(imageSize);
    try (ShardWriter writer =
        new ShardWriter(directory, source.labels(), imageSize, badImages, listener)) {
      manifest.setTrain(
          writer.write(Split.TRAIN, shuffled(Split.TRAIN), IMAGES_PER_SHARD, sums::add));
      manifest.setValidation(
          writer.write(
              Split.VALIDATION, shuffled(Split.VALIDATION), IMAGES_PER_SHARD, pixels -> {}));
      manifest.addAllSkipped(writer.skipped());
    }
    manifest.setStatistics(statistics(directory, sums));
    Dataset.MANIFEST.write(directory, manifest.build());
  }

  private List<SourceImage> shuffled(Split split) throws IOException {
    List<SourceImage> images = source.images(split);
    int[] order = IntStream.range(0, images.size()).toArray();
    Collections.shuffle(
        Ints.asList(order), new Random(Seeds.derive(seed, "order of " + split.prefix())));
    return Lists.transform(Ints.asList(order), images::get); // millions need not exist at once
  }

  private PixelStatisticsManifest statistics(Path directory, PixelSums sums) throws IOException {
    Path mean = directory.resolve(Dataset.MEAN);
    MeanFile.write(mean, sums.mean());
    PixelStatistics statistics = PixelStatistics.of(sums.rgbMean(), sums.rgbCovariance());
    return PixelStatisticsManifest.newBuilder()
        .setMean(ListedFiles.list(directory, mean))
        .addAllRgbMean(statistics.rgbMean())
        .addAllRgbCovariance(statistics.rgbCovariance())
        .addAllEigenvalues(statistics.eigenvalues())
        .addAllEigenvectors(statistics.eigenvectors())
        .build();
  }
}
