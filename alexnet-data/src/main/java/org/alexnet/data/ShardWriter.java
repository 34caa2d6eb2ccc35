package org.alexnet.data;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.alexnet.common.ListedFiles;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.image.StoredImages;
import org.alexnet.data.image.StoredImages.StoredImage;
import org.alexnet.data.internal.Examples;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.proto.SkippedImage;
import org.alexnet.data.proto.SplitManifest;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;

/** Writes the shards of a data set: converts on all cores, writes in order. */
final class ShardWriter implements AutoCloseable {
  /** Images converted at once; as many are in memory. */
  private static final int CHUNK = 64;

  private final Path directory;
  private final LabelMap labels;
  private final int imageSize;
  private final BadImages badImages;
  private final PreparationListener listener;
  private final StoredImages images;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private final List<SkippedImage> skipped = new ArrayList<>();

  /** A writer into an empty directory. */
  public ShardWriter(
      Path directory,
      LabelMap labels,
      int imageSize,
      BadImages badImages,
      PreparationListener listener) {
    this.directory = directory;
    this.labels = labels;
    this.imageSize = imageSize;
    this.badImages = badImages;
    this.listener = listener;
    this.images = new StoredImages(imageSize);
  }

  /**
   * Writes a split.
   *
   * @param sources its images, in the order of the shards
   * @param imagesPerShard about how many images a shard should have
   * @param pixels is given the pixels of each image
   */
  public SplitManifest write(
      Split split, List<SourceImage> sources, int imagesPerShard, Consumer<byte[]> pixels)
      throws IOException {
    int shardCount = Math.max(1, (sources.size() + imagesPerShard / 2) / imagesPerShard);
    long[] perClass = new long[labels.size()];
    SplitManifest.Builder manifest = SplitManifest.newBuilder();
    long done = 0;
    for (int shard = 0; shard < shardCount; shard++) {
      int from = (int) ((long) sources.size() * shard / shardCount);
      int to = (int) ((long) sources.size() * (shard + 1) / shardCount);
      Path file =
          directory.resolve(
              String.format(Locale.ROOT, "%s-%05d-of-%05d", split.prefix(), shard, shardCount));
      long written = 0;
      try (TfRecordWriter writer = TfRecordWriter.create(file)) {
        for (List<SourceImage> chunk : Lists.partition(sources.subList(from, to), CHUNK)) {
          write(chunk, writer, perClass, pixels);
          done += chunk.size();
          listener.stored(split, done, sources.size());
        }
        written = writer.recordCount();
      }
      manifest.addShards(
          ShardManifest.newBuilder()
              .setFile(ListedFiles.list(directory, file))
              .setImageCount(written));
    }
    long stored = Arrays.stream(perClass).sum();
    if (stored == 0) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the %s split has no image left: all %d of it were skipped because they cannot be"
                  + " read; mend or replace them",
              split.prefix(),
              sources.size()));
    }
    for (int label = 0; label < labels.size(); label++) {
      if (perClass[label] == 0 && split == Split.TRAIN) {
        throw new IOException(
            "class "
                + labels.label(label)
                + " has no readable image in the "
                + split.prefix()
                + " split");
      }
      manifest.addImagesPerClass(perClass[label]);
    }
    return manifest.setImageCount(stored).build();
  }

  private void write(
      List<SourceImage> chunk, TfRecordWriter writer, long[] perClass, Consumer<byte[]> pixels)
      throws IOException {
    List<Future<StoredImage>> converting = new ArrayList<>();
    for (SourceImage source : chunk) {
      converting.add(threads.submit(() -> images.of(content(source), source.location())));
    }
    for (int i = 0; i < chunk.size(); i++) {
      SourceImage source = chunk.get(i);
      Optional<StoredImage> image = stored(source, converting.get(i));
      if (image.isPresent()) {
        pixels.accept(image.get().pixels());
        perClass[source.label()]++;
        String name = source.name().substring(source.name().lastIndexOf('/') + 1);
        writer.write(
            Examples.of(
                    image.get().jpeg(),
                    imageSize,
                    name,
                    source.label(),
                    labels.label(source.label()),
                    labels.name(source.label()))
                .toByteArray());
      }
    }
  }

  private static byte[] content(SourceImage source) throws BadImageException {
    try {
      return source.content().read();
    } catch (IOException e) { // its message would name the path, which does not belong in a reason
      throw new BadImageException(
          source.location(), "cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  /** Returns an image, or nothing if it is bad and bad images are skipped. */
  private Optional<StoredImage> stored(SourceImage source, Future<StoredImage> converting)
      throws IOException {
    try {
      return Optional.of(converting.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading " + source.location(), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BadImageException bad && badImages == BadImages.SKIP) {
        skipped.add(
            SkippedImage.newBuilder().setFile(source.name()).setReason(bad.reason()).build());
        return Optional.empty();
      }
      if (e.getCause() instanceof BadImageException bad) {
        throw new BadImageException(
            bad.name(), bad.reason() + "; convert or remove it, or choose --bad-images skip", bad);
      }
      throw new IllegalStateException(source.location() + " cannot be converted", e.getCause());
    }
  }

  /** Returns the images that were left out so far. */
  public List<SkippedImage> skipped() {
    return List.copyOf(skipped);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    images.close();
  }
}
