package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alexnet.common.LibraryVersion;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.proto.DatasetManifest;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.source.Split;
import org.tensorflow.TensorFlow;

/**
 * What a preparation is to make, and whether something that is there is that.
 *
 * @param manifest what the manifest says whatever comes out
 * @param shards which images go into which file
 * @param options how they are stored
 */
record PlannedDataset(
    DatasetManifest manifest,
    ImmutableMap<Split, ImmutableList<Shard>> shards,
    ShardOptions options) {

  /**
   * Plans.
   *
   * @param source the source in words
   * @param seed of the order of the images
   */
  static PlannedDataset of(
      String source,
      long seed,
      ImmutableMap<Split, ImmutableList<Shard>> shards,
      ShardOptions options) {
    DatasetManifest manifest =
        DatasetManifest.newBuilder()
            .setImageSize(options.format().size())
            .setStoredFormat(StoredFormatCodec.toProto(options.format()))
            .addAllLabels(options.labels().labels())
            .setLabelsSha256(options.labels().sha256())
            .addAllNames(options.labels().hasNames() ? options.labels().names() : List.of())
            .setSeed(seed)
            .setSource(source)
            .setLibraryVersion(LibraryVersion.get())
            .setTensorflowVersion(TensorFlow.version())
            .build();
    return new PlannedDataset(manifest, shards, options);
  }

  /**
   * Checks that a complete data set is the planned one: made with the same options, of images of
   * the same names, classes and sizes, and without any left out if that is an error.
   *
   * @throws IllegalArgumentException if it is not
   */
  void require(Dataset found) {
    checkArgument(
        found.manifest().getLabelsSha256().equals(manifest.getLabelsSha256()),
        "%s was made with other classes, %s; choose --if-exists replace",
        found.directory(),
        difference(found.manifest().getLabelsList(), manifest.getLabelsList()));
    checkArgument(
        optionsOf(found.manifest()).equals(optionsOf(manifest)),
        "%s was made with other options (%s) than asked for (%s); choose --if-exists replace",
        found.directory(),
        UnfinishedDataset.describe(found.manifest()),
        UnfinishedDataset.describe(manifest));
    for (Split split : Split.values()) {
      requireImages(found, split);
    }
    if (options.badImages() == BadImages.FAIL && found.manifest().getSkippedCount() > 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s was made without images that could not be read, %d of them, the first %s; choose"
                  + " --bad-images skip to keep it, or --if-exists replace",
              found.directory(),
              found.manifest().getSkippedCount(),
              found.manifest().getSkipped(0).getFile()));
    }
  }

  /** Returns the first class of one list that the other lacks. */
  private static String difference(List<String> there, List<String> asked) {
    return there.stream()
        .filter(label -> !asked.contains(label))
        .findFirst()
        .map(label -> label + " among them")
        .orElseGet(
            () ->
                asked.stream()
                    .filter(label -> !there.contains(label))
                    .findFirst()
                    .map(label -> "without " + label)
                    .orElse("in another order"));
  }

  private void requireImages(Dataset found, Split split) {
    List<ShardManifest> there = found.manifest(split).getShardsList();
    if (there.stream().anyMatch(shard -> shard.getImagesSha256().isEmpty())) {
      return; // made by a version that did not note them
    }
    checkArgument(
        there.stream()
            .map(ShardManifest::getImagesSha256)
            .toList()
            .equals(shards.get(split).stream().map(Shard::imagesSha256).toList()),
        "%s was made of other %s images: since then some were added, removed, renamed, or put into"
            + " another class, or have another size; choose --if-exists replace",
        found.directory(),
        split.prefix());
  }

  /**
   * Checks that an unfinished data set is to become the planned one; if nothing is there, it
   * begins.
   *
   * @param target the data set, for the error
   * @throws IllegalArgumentException if it was begun with other options or versions
   */
  void require(Path target, UnfinishedDataset unfinished) throws IOException {
    Optional<DatasetManifest> found = unfinished.plan();
    if (found.isEmpty() || UnfinishedDataset.completeShards(unfinished.progress()) == 0) {
      unfinished.begin(manifest);
      return;
    }
    checkArgument(
        found.get().equals(manifest),
        "%s was begun with other options or versions (%s, version %s, TensorFlow %s); choose"
            + " --if-exists replace",
        target,
        UnfinishedDataset.describe(found.get()),
        found.get().getLibraryVersion(),
        found.get().getTensorflowVersion());
  }

  /** Returns what a manifest says of the options that were chosen, without what came out. */
  private static DatasetManifest optionsOf(DatasetManifest manifest) {
    return manifest.toBuilder()
        .clearSchemaVersion()
        .clearTrain()
        .clearValidation()
        .clearStatistics()
        .clearSkipped()
        .clearImageNotes()
        .clearLibraryVersion()
        .clearTensorflowVersion()
        .clearManifestSha256()
        .build();
  }
}
