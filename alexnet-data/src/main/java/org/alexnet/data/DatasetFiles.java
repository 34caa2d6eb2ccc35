package org.alexnet.data;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.FolderLock;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.ManifestFile;
import org.alexnet.common.proto.FileProto;
import org.alexnet.data.internal.MeanFile;
import org.alexnet.data.proto.DatasetManifest;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.proto.SplitManifest;
import org.alexnet.data.source.Split;
import org.tensorflow.ndarray.FloatNdArray;

/** The files of a data set, and whether they still are what its manifest says. */
final class DatasetFiles {
  static final ManifestFile MANIFEST =
      new ManifestFile("dataset.json", "data set", 2, "prepare the images again");
  static final String MEAN = "mean.pb";

  /** What a data set consists of: nothing else is ever replaced. */
  private static final Pattern OWN_FILES =
      Pattern.compile(
          "dataset\\.json|\\.dataset\\.json\\.new|mean\\.pb|(train|validation)-\\d+-of-\\d+");

  private final Path directory;
  private final DatasetManifest manifest;
  private final SalvagedShards salvaged;
  private final Set<Split> intact = EnumSet.noneOf(Split.class);

  private DatasetFiles(Path directory, DatasetManifest manifest, SalvagedShards salvaged) {
    this.directory = directory;
    this.manifest = manifest;
    this.salvaged = salvaged;
  }

  /**
   * Returns those that a manifest lists, whether or not they are there.
   *
   * @throws IOException if there is no manifest that can be read
   */
  static DatasetFiles listedIn(Path directory) throws IOException {
    requireManifest(directory);
    DatasetManifest manifest = MANIFEST.read(directory, DatasetManifest.newBuilder()).build();
    return new DatasetFiles(directory, manifest, SalvagedShards.NONE);
  }

  @SuppressWarnings("try") // the lock is held, not asked
  private static void requireManifest(Path directory) throws IOException {
    if (AtomicDirectory.isInterrupted(directory)) {
      try (FolderLock lock = FolderLock.beside(directory)) {
        AtomicDirectory.restore(directory);
      }
    }
    if (!MANIFEST.isIn(directory)) {
      throw new NoSuchFileException(
          directory
              + " is not a prepared data set: it "
              + (Files.exists(directory) ? "holds no " + MANIFEST.name() : "does not exist"));
    }
  }

  /**
   * Returns the same with copies in place of training files that are damaged.
   *
   * @param most how many records may be left out
   * @throws IOException if a training file is missing, or more is damaged
   */
  DatasetFiles salvaged(long most) throws IOException {
    requireThere(Split.TRAIN);
    List<ShardManifest> shards = manifest(Split.TRAIN).getShardsList();
    DatasetFiles whole =
        new DatasetFiles(directory, manifest, SalvagedShards.of(directory, shards, most));
    whole.intact.add(Split.TRAIN);
    return whole;
  }

  /**
   * Checks that a folder may be replaced by a data set: that nothing is there, or nothing but what
   * a data set consists of, whole or damaged.
   *
   * @throws IOException if something else is there
   */
  static void requireReplaceable(Path directory) throws IOException {
    AtomicDirectory.requireReplaceable(
        directory, name -> OWN_FILES.matcher(name).matches(), "a data set");
  }

  /** Checks that the files of a split are there, of whatever size. */
  private void requireThere(Split split) throws IOException {
    for (FileProto file : asWritten(split)) {
      if (!Files.isRegularFile(directory.resolve(file.getName()))) {
        throw new NoSuchFileException(
            directory.resolve(file.getName()) + " is missing from the " + MANIFEST.describes());
      }
    }
  }

  /** Checks that all are there, each as large as it was. */
  void requireSizes() throws IOException {
    for (Split split : Split.values()) {
      ListedFiles.requireSizes(directory, MANIFEST.describes(), asWritten(split));
    }
    ListedFiles.requireSizes(directory, MANIFEST.describes(), List.of(meanFileProto()));
  }

  /**
   * Checks that the folder still holds the same data set, without reading its images.
   *
   * @throws IOException if it was replaced or changed
   */
  void requireUnchanged() throws IOException {
    DatasetManifest found = MANIFEST.read(directory, DatasetManifest.newBuilder()).build();
    if (!found.equals(manifest)) {
      throw new IOException(
          directory
              + " was replaced while it was in use; what was made of it since the last checkpoint"
              + " is not kept");
    }
    requireSizes();
  }

  /**
   * Reads every record of the files that no copies stand for.
   *
   * @throws IOException if one is damaged, with the place
   */
  void requireReadable() throws IOException {
    for (Split split : Split.values()) {
      for (FileProto file : asWritten(split)) {
        try (TfRecordReader reader = TfRecordReader.open(directory.resolve(file.getName()))) {
          Optional<byte[]> record;
          do {
            record = reader.next(); // its errors name the place
          } while (record.isPresent());
        }
      }
      ListedFiles.requireIntact(directory, MANIFEST.describes(), asWritten(split));
    }
  }

  /**
   * Reads the files of a split and compares them with their hashes; the second time that it is
   * asked it only looks at their sizes.
   *
   * @throws IOException if one is not as it was written
   */
  void requireIntact(Split split) throws IOException {
    synchronized (intact) {
      if (intact.contains(split)) {
        ListedFiles.requireSizes(directory, MANIFEST.describes(), asWritten(split));
        return;
      }
      ListedFiles.requireIntact(directory, MANIFEST.describes(), asWritten(split));
      intact.add(split);
    }
  }

  /** Returns the files of a split as they were written, without those that copies stand for. */
  private List<FileProto> asWritten(Split split) {
    return manifest(split).getShardsList().stream()
        .map(ShardManifest::getFile)
        .filter(file -> !salvaged.files().containsKey(file.getName()))
        .toList();
  }

  private FileProto meanFileProto() {
    return manifest.getStatistics().getMean();
  }

  /** Returns the folder. */
  Path directory() {
    return directory;
  }

  /** Returns what the manifest says. */
  DatasetManifest manifest() {
    return manifest;
  }

  /** Returns what the manifest says of a split. */
  SplitManifest manifest(Split split) {
    return split == Split.TRAIN ? manifest.getTrain() : manifest.getValidation();
  }

  /** Returns the file of a shard, or the copy that stands for it. */
  Path path(ShardManifest shard) {
    String name = shard.getFile().getName();
    Path copy = salvaged.files().get(name);
    return copy == null ? directory.resolve(name) : copy;
  }

  /** Returns the damaged training records that the copies leave out. */
  ImmutableList<BadRecord> badRecords() {
    return salvaged.badRecords();
  }

  /** Returns the file of {@link #mean}. */
  Path meanFile() {
    return directory.resolve(meanFileProto().getName());
  }

  /**
   * Returns the mean of each pixel over the training images.
   *
   * @throws IOException if its file cannot be read or is not the one of the manifest
   */
  FloatNdArray mean() throws IOException {
    ListedFiles.requireIntact(directory, MANIFEST.describes(), List.of(meanFileProto()));
    return MeanFile.read(meanFile(), manifest.getImageSize());
  }
}
