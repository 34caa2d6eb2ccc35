package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.FolderLock;
import org.alexnet.common.Seeds;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.source.ImageSource;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.alexnet.data.source.Split;

/**
 * Makes a data set of images: resized, cropped square, stored as TFRecord shards with a manifest.
 *
 * <pre>{@code
 * Dataset flowers =
 *     Preparation.of(ClassFolders.in(Path.of("photographs"))).write(Path.of("flowers"));
 * }</pre>
 *
 * <p>Equal images, options and versions give equal bytes, whatever the threads do. Memory is taken
 * for the names of the images and for those that are converted, not for their pixels.
 *
 * <p>A shard is complete or absent. Of a preparation that is killed, or fails when at least one
 * shard is complete, the hidden folders {@code .NAME.partial} and {@code .NAME.progress} stay
 * beside the data set, and {@link #resume} goes on from there to the same bytes.
 */
public final class Preparation {
  /** Images in a shard, about: ImageNet's 1.28 million in 1,025 shards have 1,250 in each. */
  private static final int IMAGES_PER_SHARD = 1250;

  private final ImageSource source;
  private final ShardOptions options;
  private final long seed;
  private final SkipBudget skipAtMost;
  private final int threads;
  private final int imagesPerShard;
  private final PreparationListener listener;
  private final Optional<ShardEngine> engine;

  /** What to do with images that cannot be read. */
  public enum BadImages {
    /** End with an error at the first one. */
    FAIL,
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
      ShardOptions options,
      long seed,
      SkipBudget skipAtMost,
      int threads,
      int imagesPerShard,
      PreparationListener listener,
      Optional<ShardEngine> engine) {
    checkArgument(threads >= 1, "threads must be positive, found %s", threads);
    this.source = source;
    this.options = options;
    this.seed = seed;
    this.skipAtMost = skipAtMost;
    this.threads = threads;
    this.imagesPerShard = imagesPerShard;
    this.listener = listener;
    this.engine = engine;
  }

  /**
   * Returns the preparation of a source: squares of 256 pixels (paper, section 2; {@link
   * StoredFormat#ofSize}), seed 0, an error at the first bad image, on all cores.
   */
  public static Preparation of(ImageSource source) {
    return new Preparation(
        source,
        new ShardOptions(source.labels(), StoredFormat.ofSize(256), BadImages.FAIL),
        0,
        SkipBudget.ofCount(100),
        Runtime.getRuntime().availableProcessors(),
        IMAGES_PER_SHARD,
        (split, done, total) -> {},
        Optional.empty());
  }

  private Preparation with(ShardOptions options) {
    return new Preparation(
        source, options, seed, skipAtMost, threads, imagesPerShard, listener, engine);
  }

  /** Returns a copy with this side of the squares, in pixels. */
  public Preparation withImageSize(int imageSize) {
    return withFormat(options.format().withSize(imageSize));
  }

  /** Returns a copy that stores images in this way. */
  public Preparation withFormat(StoredFormat format) {
    return with(new ShardOptions(options.labels(), format, options.badImages()));
  }

  /** Returns a copy with this seed of the order in the shards. */
  public Preparation withSeed(long seed) {
    return new Preparation(
        source, options, seed, skipAtMost, threads, imagesPerShard, listener, engine);
  }

  /** Returns a copy that does this with bad images. */
  public Preparation withBadImages(BadImages badImages) {
    return with(new ShardOptions(options.labels(), options.format(), badImages));
  }

  /**
   * Returns a copy that ends with an error when it has skipped more bad images than this, of both
   * splits together; at first 100.
   */
  public Preparation withSkipAtMost(SkipBudget skipAtMost) {
    return new Preparation(
        source, options, seed, skipAtMost, threads, imagesPerShard, listener, engine);
  }

  /** Returns a copy that converts so many images at once. */
  public Preparation withThreads(int threads) {
    return new Preparation(
        source, options, seed, skipAtMost, threads, imagesPerShard, listener, engine);
  }

  /** Returns a copy that puts about so many images into a shard. */
  Preparation withImagesPerShard(int imagesPerShard) {
    return new Preparation(
        source, options, seed, skipAtMost, threads, imagesPerShard, listener, engine);
  }

  /** Returns a copy that tells this listener. */
  public Preparation withListener(PreparationListener listener) {
    return new Preparation(
        source, options, seed, skipAtMost, threads, imagesPerShard, listener, engine);
  }

  /**
   * Returns a copy whose shards are made by an engine, of which the listener hears nothing, and
   * whose skipped images are counted when all are made.
   */
  public Preparation withEngine(ShardEngine engine) {
    return new Preparation(
        source, options, seed, skipAtMost, threads, imagesPerShard, listener, Optional.of(engine));
  }

  /**
   * Makes the data set in a new folder. What an interrupted preparation left there is thrown away.
   *
   * @throws IOException if the folder exists or another process writes it, the source cannot be
   *     read, the folder not be written or its disk has too little room; then complete shards are
   *     left for {@link #resume} if there are any, and else nothing
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public Dataset write(Path directory) throws IOException {
    try (FolderLock lock = FolderLock.beside(directory)) {
      AtomicDirectory.restore(directory);
      AtomicDirectory.requireNone(directory);
      AtomicDirectory.sweep(directory);
      make(directory);
    }
    return Dataset.open(directory);
  }

  /**
   * Makes the data set in place of the one that is in a folder, whole or damaged, which stays until
   * the new one is complete. What an interrupted preparation left there is thrown away.
   *
   * @throws IOException if the folder holds anything but a data set or another process writes it,
   *     the source cannot be read, the folder not be written or its disk has too little room; then
   *     the folder is untouched, and complete shards are left as by {@link #write}
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public Dataset replace(Path directory) throws IOException {
    try (FolderLock lock = FolderLock.beside(directory)) {
      AtomicDirectory.sweep(directory);
      DatasetFiles.requireReplaceable(directory);
      make(directory);
    }
    return Dataset.open(directory);
  }

  /**
   * Makes the data set from what an interrupted preparation of the same source with the same
   * options left, and replaces the data set that it was to replace. Where nothing was left, a data
   * set that is there is opened, and where there is none, one is made. Complete shards are kept
   * unless the names, classes or sizes of their images are others now; those whose contents changed
   * and whose sizes did not are kept too. What to do with bad images may differ: where they are an
   * error, shards that lack some are made again.
   *
   * @throws IllegalArgumentException if what is there was made or begun with other options, or made
   *     of images of other names, classes or sizes, or without some that could not be read where
   *     that is an error
   * @throws IOException as by {@link #replace}
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public Dataset resume(Path directory) throws IOException {
    try (FolderLock lock = FolderLock.beside(directory)) {
      AtomicDirectory.restore(directory);
      if (Files.exists(directory) && completeShards(directory) == 0) {
        Dataset found = Dataset.open(directory);
        plan().require(found);
        return found;
      }
      DatasetFiles.requireReplaceable(directory);
      make(directory);
    }
    return Dataset.open(directory);
  }

  /**
   * Returns how many shards are complete of a data set that an interrupted preparation was making,
   * for {@link #resume} to go on with; 0 if there is none.
   *
   * @param directory folder of the data set
   * @throws IOException if that cannot be found out
   */
  public static int completeShards(Path directory) throws IOException {
    Optional<Path> progress = AtomicDirectory.progress(directory);
    return progress.isPresent() ? UnfinishedDataset.completeShards(progress.get()) : 0;
  }

  private void make(Path directory) throws IOException {
    PlannedDataset plan = plan();
    PreparationRun run = new PreparationRun(plan, skipAtMost, threads, listener, engine);
    boolean[] begun = {false};
    try {
      AtomicDirectory.resume(
          directory,
          (partial, progress) -> {
            UnfinishedDataset unfinished = new UnfinishedDataset(partial, progress);
            plan.require(directory, unfinished);
            begun[0] = true;
            run.fill(directory, unfinished);
          });
    } catch (IOException | RuntimeException | Error e) {
      if (begun[0] && run.complete() == 0) {
        AtomicDirectory.sweep(directory);
      }
      throw e;
    }
  }

  /** Reads from the source which images there are. */
  private PlannedDataset plan() throws IOException {
    return PlannedDataset.of(
        source.description(),
        seed,
        ImmutableMap.of(
            Split.TRAIN, shards(Split.TRAIN), Split.VALIDATION, shards(Split.VALIDATION)),
        options);
  }

  /**
   * Returns the shards of a split: its images in the order of the seed, divided.
   *
   * @throws IOException if the source cannot be read or has no image of the split, or none to learn
   *     a class from
   */
  ImmutableList<Shard> shards(Split split) throws IOException {
    List<SourceImage> images = source.images(split);
    if (images.isEmpty()) {
      throw new IOException(source.description() + " has no image of the " + split + " split");
    }
    if (split == Split.TRAIN) {
      requireImagesOfEachClass(images);
    }
    int[] order = IntStream.range(0, images.size()).toArray();
    Collections.shuffle(
        Ints.asList(order), new Random(Seeds.derive(seed, "order of " + split.prefix())));
    return Shard.divide(split, Lists.transform(Ints.asList(order), images::get), imagesPerShard);
  }

  private void requireImagesOfEachClass(List<SourceImage> images) throws IOException {
    BitSet found = new BitSet();
    images.forEach(image -> found.set(image.label()));
    int missing = found.nextClearBit(0);
    if (missing < options.labels().size()) {
      throw new IOException(
          String.format(
              "%s has no image of class %s in the train split",
              source.description(), options.labels().label(missing)));
    }
  }
}
