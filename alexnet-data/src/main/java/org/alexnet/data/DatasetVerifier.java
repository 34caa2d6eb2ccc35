package org.alexnet.data;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import org.alexnet.common.ListedFiles;
import org.alexnet.data.image.Encoding;
import org.alexnet.data.image.ImageInspector;
import org.alexnet.data.image.StoredImages;
import org.alexnet.data.internal.Examples;
import org.alexnet.data.internal.OrderedChecks;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.source.Split;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;

/**
 * Compares a data set with what its manifest says: one thread reads, all cores look at what it has
 * read. What is told is what comes first in the data set, not what was found first.
 */
final class DatasetVerifier {
  /** Records that are looked at together. */
  private static final int MOST_RECORDS = 64;

  /** Bytes of records after which no more are taken together. */
  private static final int ENOUGH_BYTES = 1 << 20;

  private final Dataset dataset;
  private final Split split;
  private final StoredImages images;
  private final OrderedChecks checks;
  private final VerificationListener listener;
  private final AtomicLongArray perClass;
  private long done;

  private DatasetVerifier(
      Dataset dataset,
      Split split,
      StoredImages images,
      OrderedChecks checks,
      VerificationListener listener) {
    this.dataset = dataset;
    this.split = split;
    this.images = images;
    this.checks = checks;
    this.listener = listener;
    this.perClass = new AtomicLongArray(dataset.classCount());
  }

  /**
   * Reads everything.
   *
   * @throws IOException if anything differs
   */
  public static void verify(Dataset dataset, VerificationListener listener) throws IOException {
    dataset.mean();
    try (StoredImages images = new StoredImages(dataset.storedFormat());
        OrderedChecks checks = new OrderedChecks(Runtime.getRuntime().availableProcessors())) {
      for (Split split : Split.values()) {
        new DatasetVerifier(dataset, split, images, checks, listener).verify();
      }
    }
  }

  private void verify() throws IOException {
    for (ShardManifest shard : dataset.manifest(split).getShardsList()) {
      verify(shard);
    }
    checks.finish();
    long sum = 0;
    for (int label = 0; label < perClass.length(); label++) {
      long expected = dataset.manifest(split).getImagesPerClass(label);
      if (perClass.get(label) != expected) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: the %s split has %d images of class %s, but the manifest says %d",
                dataset.directory(),
                split.prefix(),
                perClass.get(label),
                dataset.labels().label(label),
                expected));
      }
      sum += expected;
    }
    if (sum != dataset.imageCount(split)) {
      throw new IOException(
          dataset.directory()
              + ": the manifest's counts of the "
              + split.prefix()
              + " split do not add up");
    }
  }

  private void verify(ShardManifest shard) throws IOException {
    Path file = dataset.directory().resolve(shard.getFile().getName());
    List<Located> together = new ArrayList<>();
    long bytes = 0;
    long count = 0;
    try (ReadAhead records = ReadAhead.of(file)) {
      while (records.next()) {
        together.add(records.current);
        bytes += records.current.record.length;
        count++;
        if (together.size() == MOST_RECORDS || bytes >= ENOUGH_BYTES) {
          check(together);
          together = new ArrayList<>();
          bytes = 0;
        }
      }
      check(together);
      if (records.fault.isPresent()) {
        fail(records.fault.get());
        return;
      }
    }
    if (count != shard.getImageCount()) {
      fail(
          new IOException(
              file + " has " + count + " images, but the manifest says " + shard.getImageCount()));
    }
    checks.add(
        () -> ListedFiles.requireIntact(dataset.directory(), "data set", List.of(shard.getFile())),
        () -> {});
  }

  /** What is wrong with a file is told only if nothing is with what comes before. */
  private void fail(IOException fault) throws IOException {
    checks.add(
        () -> {
          throw fault;
        },
        () -> {});
  }

  /** The records of a file up to its end or to where it cannot be read. */
  private static final class ReadAhead implements AutoCloseable {
    private final Path file;
    private Optional<TfRecordReader> reader = Optional.empty();
    private Optional<IOException> fault = Optional.empty();
    private Located current;

    private ReadAhead(Path file) {
      this.file = file;
    }

    static ReadAhead of(Path file) {
      ReadAhead records = new ReadAhead(file);
      try {
        records.reader = Optional.of(TfRecordReader.open(file));
      } catch (IOException e) {
        records.fault = Optional.of(e);
      }
      return records;
    }

    boolean next() {
      if (fault.isPresent()) {
        return false;
      }
      try {
        long offset = reader.orElseThrow().offset();
        Optional<byte[]> record = reader.orElseThrow().next();
        record.ifPresent(bytes -> current = new Located(bytes, file, offset));
        return record.isPresent();
      } catch (IOException e) {
        fault = Optional.of(e);
        return false;
      }
    }

    @Override
    public void close() throws IOException {
      if (reader.isPresent()) {
        reader.get().close();
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Located(byte[] record, Path file, long offset) {
    String where() {
      return file + " at byte " + offset;
    }
  }

  private void check(List<Located> records) throws IOException {
    if (records.isEmpty()) {
      return;
    }
    List<Located> together = ImmutableList.copyOf(records);
    checks.add(
        () -> {
          for (Located each : together) {
            verify(each.record, each.where());
          }
        },
        () -> {
          done += together.size();
          listener.verified(split, done, dataset.imageCount(split));
        });
  }

  private void verify(byte[] record, String where) throws IOException {
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
    if (number < 1 || number > perClass.length()) {
      throw new IOException(
          where + ": the class is " + number + ", it must be in 1.." + perClass.length());
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
    perClass.incrementAndGet((int) number - 1);
  }
}
