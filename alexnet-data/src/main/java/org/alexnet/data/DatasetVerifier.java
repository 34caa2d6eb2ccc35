package org.alexnet.data;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alexnet.common.ListedFiles;
import org.alexnet.data.image.Encoding;
import org.alexnet.data.image.ImageInspector;
import org.alexnet.data.image.StoredImages;
import org.alexnet.data.internal.Examples;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.source.Split;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;

/** Compares a data set with what its manifest says. */
final class DatasetVerifier {
  private final Dataset dataset;
  private final StoredImages images;

  private DatasetVerifier(Dataset dataset, StoredImages images) {
    this.dataset = dataset;
    this.images = images;
  }

  /**
   * Reads everything.
   *
   * @throws IOException if anything differs
   */
  public static void verify(Dataset dataset) throws IOException {
    dataset.mean();
    try (StoredImages images = new StoredImages(dataset.storedFormat())) {
      for (Split split : Split.values()) {
        new DatasetVerifier(dataset, images).verify(split);
      }
    }
  }

  private void verify(Split split) throws IOException {
    long[] perClass = new long[dataset.classCount()];
    for (ShardManifest shard : dataset.manifest(split).getShardsList()) {
      verify(shard, perClass);
    }
    for (int label = 0; label < perClass.length; label++) {
      long expected = dataset.manifest(split).getImagesPerClass(label);
      if (perClass[label] != expected) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: the %s split has %d images of class %s, but the manifest says %d",
                dataset.directory(),
                split.prefix(),
                perClass[label],
                dataset.labels().label(label),
                expected));
      }
    }
    if (Arrays.stream(perClass).sum() != dataset.imageCount(split)) {
      throw new IOException(
          dataset.directory()
              + ": the manifest's counts of the "
              + split.prefix()
              + " split do not add up");
    }
  }

  private void verify(ShardManifest shard, long[] perClass) throws IOException {
    Path file = dataset.directory().resolve(shard.getFile().getName());
    long count = 0;
    try (TfRecordReader reader = TfRecordReader.open(file)) {
      long offset = reader.offset();
      for (Optional<byte[]> record = reader.next(); record.isPresent(); record = reader.next()) {
        verify(record.get(), file + " at byte " + offset, perClass);
        offset = reader.offset();
        count++;
      }
    }
    if (count != shard.getImageCount()) {
      throw new IOException(
          file + " has " + count + " images, but the manifest says " + shard.getImageCount());
    }
    ListedFiles.requireIntact(dataset.directory(), "data set", List.of(shard.getFile()));
  }

  private void verify(byte[] record, String where, long[] perClass) throws IOException {
    Example example;
    try {
      example = Example.parseFrom(record);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(where + ": the record is not an Example: " + e.getMessage(), e);
    }
    Feature label =
        example.getFeatures().getFeatureOrDefault(Examples.LABEL, Feature.getDefaultInstance());
    Feature encoded =
        example.getFeatures().getFeatureOrDefault(Examples.ENCODED, Feature.getDefaultInstance());
    if (label.getInt64List().getValueCount() != 1 || encoded.getBytesList().getValueCount() != 1) {
      throw new IOException(where + ": the record lacks its image or its class");
    }
    long number = label.getInt64List().getValue(0);
    if (number < 1 || number > perClass.length) {
      throw new IOException(
          where + ": the class is " + number + ", it must be in 1.." + perClass.length);
    }
    byte[] file = encoded.getBytesList().getValue(0).toByteArray();
    ImageInspector size = ImageInspector.inspect(file, where);
    Encoding encoding = dataset.storedFormat().encoding();
    if (!size.format().equals(encoding.name())) {
      throw new IOException(where + ": the image is " + size.format() + ", not " + encoding.name());
    }
    if (size.width() != dataset.imageSize() || size.height() != dataset.imageSize()) {
      throw new IOException(
          where
              + ": the image has "
              + size.width()
              + "x"
              + size.height()
              + " pixels, not "
              + dataset.imageSize()
              + "x"
              + dataset.imageSize());
    }
    images.decode(file, where);
    perClass[(int) number - 1]++;
  }
}
