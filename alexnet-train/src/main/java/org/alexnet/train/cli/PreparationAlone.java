package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.alexnet.data.Preparation;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.source.ImageSource;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;
import org.alexnet.graph.benchmark.Workload;

/**
 * Preparation of some images after others: each run reads, resizes and encodes a batch, and writes
 * a whole data set of it in place of the one before, in a temporary folder.
 */
final class PreparationAlone implements Workload {
  /** One of each of two classes for training, and one for validation. */
  static final int SMALLEST_BATCH = 3;

  private final ImmutableList<SourceImage> images;
  private final int imageSize;
  private final int batchSize;
  private final BooleanSupplier stop;
  private final LongAdder filesRead = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private final Path folder;
  private int position;

  /**
   * Creates the temporary folder.
   *
   * @param images at least one; after the last one comes the first again
   * @param imageSize side of the stored squares, in pixels
   * @param batchSize images of a run
   * @param seed seed of their order, which a preparation shuffles too
   * @param stop asked before each image
   */
  PreparationAlone(
      List<SourceImage> images, int imageSize, int batchSize, long seed, BooleanSupplier stop)
      throws IOException {
    checkArgument(!images.isEmpty(), "images must not be empty");
    checkArgument(
        batchSize >= SMALLEST_BATCH,
        "batchSize must be at least %s, found %s",
        SMALLEST_BATCH,
        batchSize);
    List<SourceImage> shuffled = new ArrayList<>(images);
    Collections.shuffle(shuffled, new Random(seed));
    this.images = ImmutableList.copyOf(shuffled);
    this.imageSize = imageSize;
    this.batchSize = batchSize;
    this.stop = stop;
    this.folder = Files.createTempDirectory("alexnet-prepare");
  }

  @Override
  public void run() throws IOException {
    try {
      Preparation.of(nextBatch()).withImageSize(imageSize).replace(folder.resolve("dataset"));
    } catch (BadImageException e) {
      throw e.getCause() instanceof BadImageException bad // without the options of prepare
          ? new BadImageException(bad.name(), bad.reason() + "; convert or remove it", bad)
          : e;
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof CancellationException) {
        throw (CancellationException) new CancellationException(e.getMessage()).initCause(e);
      }
      throw e;
    }
  }

  private Batch nextBatch() {
    ImmutableList.Builder<SourceImage> batch = ImmutableList.builder();
    for (int i = 0; i < batchSize; i++) {
      SourceImage image = images.get(position);
      position = (position + 1) % images.size();
      batch.add(
          new SourceImage(image.name(), image.location(), i % 2, () -> read(image.content())));
    }
    return new Batch(batch.build());
  }

  private byte[] read(ImageSource.Content content) throws IOException {
    if (stop.getAsBoolean()) {
      throw new CancellationException("told to stop");
    }
    byte[] bytes = content.read();
    filesRead.increment();
    bytesRead.add(bytes.length);
    return bytes;
  }

  @Override
  public int images() {
    return batchSize;
  }

  @Override
  public double bytesPerImage() {
    return (double) bytesRead.sum() / Math.max(1, filesRead.sum());
  }

  @Override
  public void close() throws IOException {
    MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  /**
   * Some images as a source of their own, in two classes whatever they are: a few images seldom
   * have one of each class, and a data set must.
   *
   * @param images the last one is for validation
   */
  private record Batch(ImmutableList<SourceImage> images) implements ImageSource {
    @Override
    public LabelMap labels() {
      return LabelMap.of(List.of("even", "odd"));
    }

    @Override
    public List<SourceImage> images(Split split) {
      int training = images.size() - 1;
      return split == Split.TRAIN
          ? images.subList(0, training)
          : images.subList(training, images.size());
    }

    @Override
    public String description() {
      return "a batch of a benchmark";
    }
  }
}
