package org.alexnet.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.alexnet.common.ListedFiles;
import org.alexnet.data.image.ImageNote;
import org.alexnet.data.internal.MeanFile;
import org.alexnet.data.internal.PixelSums;
import org.alexnet.data.proto.DatasetManifest;
import org.alexnet.data.proto.ImageNoteCount;
import org.alexnet.data.proto.PixelStatisticsManifest;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.proto.ShardResult;
import org.alexnet.data.proto.SplitManifest;
import org.alexnet.data.source.Split;

/**
 * Joins the results of shards to the manifest and the mean of a data set, the same in whatever
 * order they come. Threads may share one; it keeps the sums of a single image.
 */
final class DatasetAssembly {
  private final DatasetManifest plan;
  private final PixelSums sums;
  private final Map<Split, NavigableMap<String, ShardResult>> results = new EnumMap<>(Split.class);

  /**
   * Creates one without shards.
   *
   * @param plan what the manifest says whatever comes out
   */
  DatasetAssembly(DatasetManifest plan) {
    this.plan = plan;
    this.sums = new PixelSums(plan.getImageSize());
    for (Split split : Split.values()) {
      results.put(split, new TreeMap<>());
    }
  }

  /** Adds a shard. */
  synchronized void add(ShardResult result) {
    if (result.hasPixels()) {
      sums.add(result.getPixels());
    }
    String file = result.getFile().getName();
    Split split = file.startsWith(Split.TRAIN.prefix()) ? Split.TRAIN : Split.VALIDATION;
    results.get(split).put(file, result.toBuilder().clearPixels().build());
  }

  /**
   * Returns what the manifest says of a split.
   *
   * @throws IOException if it has no image, or a class none to learn from
   */
  synchronized SplitManifest split(Split split) throws IOException {
    SplitManifest.Builder manifest = SplitManifest.newBuilder();
    long[] perClass = new long[plan.getLabelsCount()];
    long skipped = 0;
    for (ShardResult shard : results.get(split).values()) {
      manifest.addShards(
          ShardManifest.newBuilder()
              .setFile(shard.getFile())
              .setImageCount(shard.getImageCount())
              .setImagesSha256(shard.getImagesSha256()));
      for (int label = 0; label < perClass.length; label++) {
        perClass[label] += shard.getImagesPerClass(label);
      }
      skipped += shard.getSkippedCount();
    }
    long stored = Arrays.stream(perClass).sum();
    if (stored == 0) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the %s split has no image left: all %d of it were skipped because they cannot be"
                  + " read; mend or replace them",
              split.prefix(),
              skipped));
    }
    for (int label = 0; label < perClass.length; label++) {
      if (perClass[label] == 0 && split == Split.TRAIN) {
        throw new IOException(
            "class "
                + plan.getLabels(label)
                + " has no readable image in the "
                + split.prefix()
                + " split");
      }
      manifest.addImagesPerClass(perClass[label]);
    }
    return manifest.setImageCount(stored).build();
  }

  /** Returns what was out of the ordinary in how many images of both splits. */
  private List<ImageNoteCount> notes() {
    return Stream.of(ImageNote.values())
        .map(
            note ->
                ImageNoteCount.newBuilder()
                    .setNote(note.toString())
                    .setImages(count(note.toString()))
                    .build())
        .filter(note -> note.getImages() > 0)
        .toList();
  }

  private long count(String note) {
    return results.values().stream()
        .flatMap(split -> split.values().stream())
        .mapToLong(shard -> shard.getNotesOrDefault(note, 0))
        .sum();
  }

  /**
   * Writes the mean and the manifest.
   *
   * @param directory folder of the shards
   * @throws IOException if they cannot be written, or as {@link #split}
   */
  synchronized void write(Path directory) throws IOException {
    DatasetManifest.Builder manifest =
        plan.toBuilder().setTrain(split(Split.TRAIN)).setValidation(split(Split.VALIDATION));
    for (Split split : Split.values()) {
      results.get(split).values().forEach(shard -> manifest.addAllSkipped(shard.getSkippedList()));
    }
    manifest.addAllImageNotes(notes());
    Path mean = directory.resolve(DatasetFiles.MEAN);
    MeanFile.write(mean, sums.mean());
    PixelStatistics statistics = PixelStatistics.of(sums.rgbMean(), sums.rgbCovariance());
    manifest.setStatistics(
        PixelStatisticsManifest.newBuilder()
            .setMean(ListedFiles.list(directory, mean))
            .addAllRgbMean(statistics.rgbMean())
            .addAllRgbCovariance(statistics.rgbCovariance())
            .addAllEigenvalues(statistics.eigenvalues())
            .addAllEigenvectors(statistics.eigenvectors()));
    DatasetFiles.MANIFEST.write(directory, manifest.build());
  }
}
