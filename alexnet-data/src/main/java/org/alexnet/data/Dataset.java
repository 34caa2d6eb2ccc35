package org.alexnet.data;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.alexnet.data.internal.DatasetVerifier;
import org.alexnet.data.internal.Hashes;
import org.alexnet.data.internal.MeanFile;
import org.alexnet.data.proto.DatasetManifest;
import org.alexnet.data.proto.PixelStatisticsManifest;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.proto.SplitManifest;
import org.tensorflow.ndarray.FloatNdArray;

/**
 * A prepared data set on disk: TFRecord shards of square JPEG images, their mean, and {@code
 * dataset.json}, which describes it all.
 *
 * <p>{@link Preparation} makes one; {@link InputPipeline} streams it.
 */
public final class Dataset {
  static final String MANIFEST = "dataset.json";
  static final String MEAN = "mean.pb";
  static final int SCHEMA_VERSION = 1;

  private final Path directory;
  private final DatasetManifest manifest;
  private final LabelMap labels;
  private final PixelStatistics statistics;
  private final String fingerprint;

  private Dataset(Path directory, DatasetManifest manifest, String fingerprint) {
    this.directory = directory;
    this.manifest = manifest;
    this.labels = LabelMap.of(manifest.getLabelsList());
    PixelStatisticsManifest pixels = manifest.getStatistics();
    this.statistics =
        new PixelStatistics(
            ImmutableList.copyOf(pixels.getRgbMeanList()),
            ImmutableList.copyOf(pixels.getRgbCovarianceList()),
            ImmutableList.copyOf(pixels.getEigenvaluesList()),
            ImmutableList.copyOf(pixels.getEigenvectorsList()));
    this.fingerprint = fingerprint;
  }

  /**
   * Opens a data set.
   *
   * @param directory its folder
   * @throws IOException if it is missing, is none, or lacks a shard
   */
  public static Dataset open(Path directory) throws IOException {
    Path file = directory.resolve(MANIFEST);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          directory + " is not a prepared data set: it holds no " + MANIFEST);
    }
    String text = Files.readString(file);
    DatasetManifest.Builder manifest = DatasetManifest.newBuilder();
    try {
      JsonFormat.parser().merge(text, manifest);
      if (manifest.getSchemaVersion() != SCHEMA_VERSION) {
        throw new IOException(
            file
                + " has schema version "
                + manifest.getSchemaVersion()
                + "; this library reads version "
                + SCHEMA_VERSION);
      }
      Dataset dataset =
          new Dataset(
              directory, manifest.build(), Hashes.sha256(text.getBytes(StandardCharsets.UTF_8)));
      dataset.checkFiles();
      return dataset;
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IOException(file + " is not a data set's manifest: " + e.getMessage(), e);
    }
  }

  private void checkFiles() throws IOException {
    if (!labels.sha256().equals(manifest.getLabelsSha256())) {
      throw new IOException(
          directory.resolve(MANIFEST) + " has labels that do not match their hash");
    }
    for (Split split : Split.values()) {
      for (ShardManifest shard : manifest(split).getShardsList()) {
        Path file = directory.resolve(shard.getFile());
        if (!Files.exists(file)) {
          throw new NoSuchFileException(file + " is missing from the data set");
        }
        if (Files.size(file) != shard.getByteCount()) {
          throw new IOException(
              file
                  + " has "
                  + Files.size(file)
                  + " bytes, but the data set's manifest says "
                  + shard.getByteCount());
        }
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
    DatasetVerifier.verify(this);
  }

  /** Its folder. */
  public Path directory() {
    return directory;
  }

  /** What it says of itself. */
  public DatasetManifest manifest() {
    return manifest;
  }

  /** What it says of a split. */
  public SplitManifest manifest(Split split) {
    return split == Split.TRAIN ? manifest.getTrain() : manifest.getValidation();
  }

  /** SHA-256 of the manifest, which holds the hashes of all other files; in hexadecimal. */
  public String fingerprint() {
    return fingerprint;
  }

  /** The names of the classes. */
  public LabelMap labels() {
    return labels;
  }

  /** The number of classes. */
  public int classCount() {
    return labels.size();
  }

  /** Side of the stored images, in pixels. */
  public int imageSize() {
    return manifest.getImageSize();
  }

  /** The number of images of a split. */
  public long imageCount(Split split) {
    return manifest(split).getImageCount();
  }

  /** The files of a split, in order. */
  public ImmutableList<Path> shards(Split split) {
    return manifest(split).getShardsList().stream()
        .map(shard -> directory.resolve(shard.getFile()))
        .collect(ImmutableList.toImmutableList());
  }

  /** The file of {@link #mean}: a serialised TensorProto. */
  public Path meanFile() {
    return directory.resolve(manifest.getStatistics().getMeanFile());
  }

  /**
   * The mean of each pixel over the training images: float32 {@code [imageSize, imageSize, 3]},
   * RGB, 0..255.
   *
   * @throws IOException if its file cannot be read or is not the one of the manifest
   */
  public FloatNdArray mean() throws IOException {
    String found = Hashes.sha256(meanFile());
    if (!found.equals(manifest.getStatistics().getMeanSha256())) {
      throw new IOException(
          meanFile()
              + " has SHA-256 "
              + found
              + ", but the manifest says "
              + manifest.getStatistics().getMeanSha256());
    }
    return MeanFile.read(meanFile(), imageSize());
  }

  /** The colours of the training images. */
  public PixelStatistics statistics() {
    return statistics;
  }
}
