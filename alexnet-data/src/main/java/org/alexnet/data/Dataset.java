package org.alexnet.data;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.proto.DatasetManifest;
import org.alexnet.data.proto.PixelStatisticsManifest;
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
  private final DatasetFiles files;
  private final LabelMap labels;
  private final PixelStatistics statistics;
  private final StoredFormat storedFormat;

  private Dataset(DatasetFiles files) {
    DatasetManifest manifest = files.manifest();
    this.files = files;
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
    Dataset dataset = described(directory);
    try {
      Dataset whole =
          badRecords.skipped()
              ? new Dataset(
                  dataset.files.salvaged(badRecords.most(dataset.imageCount(Split.TRAIN))))
              : dataset;
      whole.files.requireSizes();
      return whole;
    } catch (IllegalArgumentException e) {
      throw DatasetFiles.MANIFEST.invalid(directory, e);
    }
  }

  /** Returns what a manifest describes, whether or not its files are there. */
  private static Dataset described(Path directory) throws IOException {
    DatasetFiles files = DatasetFiles.listedIn(directory);
    try {
      return new Dataset(files);
    } catch (IllegalArgumentException e) {
      throw DatasetFiles.MANIFEST.invalid(directory, e);
    }
  }

  /**
   * Checks that the data set in the folder is still the one that was opened, without reading its
   * images.
   *
   * @throws IOException if it was replaced or changed
   */
  public void requireUnchanged() throws IOException {
    files.requireUnchanged();
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
        files.requireReadable();
      }
    }
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
    Dataset dataset = described(directory);
    dataset.verify(listener);
    return dataset;
  }

  /** Returns its files. */
  DatasetFiles files() {
    return files;
  }

  /** Returns the folder. */
  public Path directory() {
    return files.directory();
  }

  /** Returns what the data set says of itself. */
  public DatasetManifest manifest() {
    return files.manifest();
  }

  /** Returns what the data set says of a split. */
  public SplitManifest manifest(Split split) {
    return files.manifest(split);
  }

  /**
   * Returns SHA-256 of what the manifest says, the hashes of all files included; in hexadecimal.
   */
  public String fingerprint() {
    return files.manifest().getManifestSha256();
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
    return files.manifest().getImageSize();
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
        .map(files::path)
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the damaged training records that were left out when this was opened. */
  public ImmutableList<BadRecord> badRecords() {
    return files.badRecords();
  }

  /** Returns the file of {@link #mean}: a serialized TensorProto. */
  public Path meanFile() {
    return files.meanFile();
  }

  /**
   * Returns the mean of each pixel over the training images: float32 {@code [imageSize, imageSize,
   * 3]}, RGB, 0..255.
   *
   * @throws IOException if its file cannot be read or is not the one of the manifest
   */
  public FloatNdArray mean() throws IOException {
    return files.mean();
  }

  /** Returns the colors of the training images. */
  public PixelStatistics statistics() {
    return statistics;
  }
}
