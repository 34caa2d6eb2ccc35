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
import java.util.stream.Stream;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.FolderLock;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.ManifestFile;
import org.alexnet.common.proto.FileProto;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.internal.MeanFile;
import org.alexnet.data.proto.DatasetManifest;
import org.alexnet.data.proto.PixelStatisticsManifest;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.proto.SplitManifest;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;
import org.tensorflow.ndarray.FloatNdArray;

/**
 * A prepared data set on disk: TFRecord shards of square images, their mean, and {@code
 * dataset.json}, which describes it all.
 *
 * <p>{@link Preparation} makes one; {@link InputPipeline} streams it.
 */
public final class Dataset {
  static final ManifestFile MANIFEST =
      new ManifestFile("dataset.json", "data set", 2, "prepare the images again");
  static final String MEAN = "mean.pb";

  /** What a data set consists of: nothing else is ever replaced. */
  private static final Pattern OWN_FILES =
      Pattern.compile(
          "dataset\\.json|\\.dataset\\.json\\.new|mean\\.pb|(train|validation)-\\d+-of-\\d+");

  private final Path directory;
  private final DatasetManifest manifest;
  private final LabelMap labels;
  private final PixelStatistics statistics;
  private final StoredFormat storedFormat;
  private final SalvagedShards salvaged;
  private final Set<Split> intact = EnumSet.noneOf(Split.class);

  private Dataset(Path directory, DatasetManifest manifest, SalvagedShards salvaged) {
    this.directory = directory;
    this.salvaged = salvaged;
    this.manifest = manifest;
    this.labels = LabelMap.of(manifest.getLabelsList()).withNames(manifest.getNamesList());
    this.storedFormat =
        StoredFormatCodec.fromProto(manifest.getImageSize(), manifest.getStoredFormat());
    PixelStatisticsManifest pixels = manifest.getStatistics();
    this.statistics =
        new PixelStatistics(
            ImmutableList.copyOf(pixels.getRgbMeanList()),
            ImmutableList.copyOf(pixels.getRgbCovarianceList()),
            ImmutableList.copyOf(pixels.getEigenvaluesList()),
            ImmutableList.copyOf(pixels.getEigenvectorsList()));
  }

  /**
   * Opens a data set that is whole. If a replacement of it was killed between its two renames, the
   * old one is put back first.
   *
   * @param directory its folder
   * @throws IOException if it is missing, is none, is damaged, or lacks a file
   */
  public static Dataset open(Path directory) throws IOException {
    return open(directory, BadRecords.FAIL);
  }

  /**
   * Opens a data set whose training records may be damaged. If they are to be left out, all
   * training files are read here, and in place of each damaged record stands the intact one before
   * it in its file: an epoch has as many images as ever, and which ones is decided by what is
   * damaged alone. Copies of the files without the damage are in the folder for temporary files
   * until the JVM ends. Validation images are refused if they are damaged, in any case.
   *
   * @param directory its folder
   * @param badRecords what is done with damaged training records
   * @throws IOException if it is missing, is none, lacks a file, or is damaged more than is allowed
   */
  public static Dataset open(Path directory, BadRecords badRecords) throws IOException {
    requireManifest(directory);
    Dataset dataset = described(directory);
    DatasetManifest manifest = dataset.manifest;
    try {
      if (!badRecords.skipped()) {
        dataset.requireSizes();
        return dataset;
      }
      dataset.requireFiles(Split.TRAIN);
      Dataset whole =
          new Dataset(
              directory,
              manifest,
              SalvagedShards.of(
                  directory,
                  manifest.getTrain().getShardsList(),
                  badRecords.most(dataset.imageCount(Split.TRAIN))));
      whole.requireSizes();
      whole.intact.add(Split.TRAIN);
      return whole;
    } catch (IllegalArgumentException e) {
      throw MANIFEST.invalid(directory, e);
    }
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
          directory + " is not a prepared data set: it holds no " + MANIFEST.name());
    }
  }

  /** Returns what a manifest describes, whether or not its files are there. */
  private static Dataset described(Path directory) throws IOException {
    DatasetManifest manifest = MANIFEST.read(directory, DatasetManifest.newBuilder()).build();
    try {
      return new Dataset(directory, manifest, SalvagedShards.NONE);
    } catch (IllegalArgumentException e) {
      throw MANIFEST.invalid(directory, e);
    }
  }

  /**
   * Checks that a folder may be replaced by a data set: that nothing is there, or nothing but what
   * a data set consists of, whole or damaged.
   *
   * @throws IOException if something else is there
   */
  static void requireReplaceable(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + " is not a folder, so it is not replaced");
    }
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.sorted().toList()) {
        if (!OWN_FILES.matcher(entry.getFileName().toString()).matches()) {
          throw new IOException(
              entry + " is no part of a data set, so its folder is not replaced; move it away");
        }
      }
    }
  }

  /** Checks that the files of a split are there, of whatever size. */
  private void requireFiles(Split split) throws IOException {
    for (FileProto file : files(split)) {
      if (!Files.isRegularFile(directory.resolve(file.getName()))) {
        throw new NoSuchFileException(
            directory.resolve(file.getName()) + " is missing from the " + MANIFEST.describes());
      }
    }
  }

  private void requireSizes() throws IOException {
    for (Split split : Split.values()) {
      ListedFiles.requireSizes(directory, MANIFEST.describes(), files(split));
    }
    ListedFiles.requireSizes(directory, MANIFEST.describes(), List.of(meanFileProto()));
  }

  /**
   * Checks that the data set in the folder is still the one that was opened, without reading its
   * images.
   *
   * @throws IOException if it was replaced or changed
   */
  public void requireUnchanged() throws IOException {
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
   * Looks for what is wrong with the data set after TensorFlow failed, which does not name files.
   * Whether it is still the same is asked first; all of it is read only if the failure came from
   * reading it.
   *
   * @param failure what TensorFlow said
   * @throws IOException if the data set was changed or is damaged, with the file and where in it
   */
  public void explain(RuntimeException failure) throws IOException {
    requireUnchanged();
    if (String.valueOf(failure.getMessage()).contains(InputPipeline.FAILING_OPERATION)) {
      if (badRecords().isEmpty()) {
        verify();
      } else {
        readOthers();
      }
    }
  }

  /** Reads every record of the files that no copies stand for. */
  private void readOthers() throws IOException {
    for (Split split : Split.values()) {
      for (FileProto file : files(split)) {
        try (TfRecordReader reader = TfRecordReader.open(directory.resolve(file.getName()))) {
          Optional<byte[]> record;
          do {
            record = reader.next(); // its errors name the place
          } while (record.isPresent());
        }
      }
      ListedFiles.requireIntact(directory, MANIFEST.describes(), files(split));
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
        ListedFiles.requireSizes(directory, MANIFEST.describes(), files(split));
        return;
      }
      ListedFiles.requireIntact(directory, MANIFEST.describes(), files(split));
      intact.add(split);
    }
  }

  /** Returns the files of a split as they were written, without those that copies stand for. */
  private List<FileProto> files(Split split) {
    return manifest(split).getShardsList().stream()
        .map(ShardManifest::getFile)
        .filter(file -> !salvaged.files().containsKey(file.getName()))
        .toList();
  }

  private FileProto meanFileProto() {
    return manifest.getStatistics().getMean();
  }

  /**
   * Reads every record and compares everything with the manifest: hashes, counts, classes, and that
   * each image decodes to the size.
   *
   * @throws IOException if anything differs, with the file and where in it
   */
  public void verify() throws IOException {
    verify((split, done, total) -> {});
  }

  /**
   * Reads every record, as {@link #verify()}, and tells how far it is and what is wrong. All cores
   * work; faults are told in the order of the files.
   *
   * @param listener is told on this thread
   * @throws IOException if anything differs and the listener does not go on, with the file and
   *     where in it
   */
  public void verify(VerificationListener listener) throws IOException {
    DatasetVerifier.verify(this, listener);
  }

  /**
   * Verifies a data set of which files may be missing or cut off, as {@link #verify()} does one
   * that could be opened.
   *
   * @param directory its folder
   * @param listener is told of each fault, on this thread
   * @return what its manifest says
   * @throws IOException if it holds no manifest that can be read, or the listener does not go on
   */
  public static Dataset verify(Path directory, VerificationListener listener) throws IOException {
    requireManifest(directory);
    Dataset dataset = described(directory);
    dataset.verify(listener);
    return dataset;
  }

  /** Returns the folder. */
  public Path directory() {
    return directory;
  }

  /** Returns what the data set says of itself. */
  public DatasetManifest manifest() {
    return manifest;
  }

  /** Returns what the data set says of a split. */
  public SplitManifest manifest(Split split) {
    return split == Split.TRAIN ? manifest.getTrain() : manifest.getValidation();
  }

  /**
   * Returns SHA-256 of what the manifest says, the hashes of all files included; in hexadecimal.
   */
  public String fingerprint() {
    return manifest.getManifestSha256();
  }

  /** Returns the classes. */
  public LabelMap labels() {
    return labels;
  }

  /** Returns the number of classes. */
  public int classCount() {
    return labels.size();
  }

  /** Returns how the images are stored. */
  public StoredFormat storedFormat() {
    return storedFormat;
  }

  /** Returns the side of the stored images, in pixels. */
  public int imageSize() {
    return manifest.getImageSize();
  }

  /** Returns the number of images of a split. */
  public long imageCount(Split split) {
    return manifest(split).getImageCount();
  }

  /** Returns the mean size of the records of a split, in bytes. */
  public double bytesPerImage(Split split) {
    return manifest(split).getShardsList().stream()
            .mapToDouble(shard -> shard.getFile().getByteCount())
            .sum()
        / imageCount(split);
  }

  /** Returns the files of a split, in order. */
  public ImmutableList<Path> shards(Split split) {
    return manifest(split).getShardsList().stream()
        .map(this::path)
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the file of a shard, or the copy that stands for it. */
  Path path(ShardManifest shard) {
    String name = shard.getFile().getName();
    Path copy = salvaged.files().get(name);
    return copy == null ? directory.resolve(name) : copy;
  }

  /** Returns the damaged training records that were left out when this was opened. */
  public ImmutableList<BadRecord> badRecords() {
    return salvaged.badRecords();
  }

  /** Returns the file of {@link #mean}: a serialized TensorProto. */
  public Path meanFile() {
    return directory.resolve(meanFileProto().getName());
  }

  /**
   * Returns the mean of each pixel over the training images: float32 {@code [imageSize, imageSize,
   * 3]}, RGB, 0..255.
   *
   * @throws IOException if its file cannot be read or is not the one of the manifest
   */
  public FloatNdArray mean() throws IOException {
    ListedFiles.requireIntact(directory, MANIFEST.describes(), List.of(meanFileProto()));
    return MeanFile.read(meanFile(), imageSize());
  }

  /** Returns the colors of the training images. */
  public PixelStatistics statistics() {
    return statistics;
  }
}
