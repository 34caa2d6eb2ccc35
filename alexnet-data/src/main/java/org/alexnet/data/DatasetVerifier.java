package org.alexnet.data;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
 * read. Faults are told in the order of the data set, not in that in which they were found; what
 * follows from a fault of the same file is not told beside it.
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
  private final Set<Path> faulty = new HashSet<>();
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
   * @param listener told of each fault
   * @throws IOException if the listener throws a fault
   */
  public static void verify(Dataset dataset, VerificationListener listener) throws IOException {
    try {
      dataset.mean();
    } catch (IOException e) {
      listener.faulty(e);
    }
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
    if (faulty.isEmpty()) {
      verifyCounts();
    }
  }

  private void verifyCounts() throws IOException {
    long sum = 0;
    for (int label = 0; label < perClass.length(); label++) {
      long expected = dataset.manifest(split).getImagesPerClass(label);
      if (perClass.get(label) != expected) {
        listener.faulty(
            new IOException(
                String.format(
                    Locale.ROOT,
                    "%s: the %s split has %d images of class %s, but the manifest says %d",
                    dataset.directory(),
                    split.prefix(),
                    perClass.get(label),
                    dataset.labels().label(label),
                    expected)));
      }
      sum += expected;
    }
    if (sum != dataset.imageCount(split)) {
      listener.faulty(
          new IOException(
              dataset.directory()
                  + ": the manifest's counts of the "
                  + split.prefix()
                  + " split do not add up"));
    }
  }

  private void verify(ShardManifest shard) throws IOException {
    Path file = dataset.directory().resolve(shard.getFile().getName());
    List<Located> together = new ArrayList<>();
    long bytes = 0;
    long count = 0;
    try {
      ListedFiles.requireSizes(
          dataset.directory(), DatasetFiles.MANIFEST.describes(), List.of(shard.getFile()));
    } catch (IOException e) { // what its records lack follows
      fail(file, e);
      return;
    }
    TfRecordReader opened;
    try {
      opened = TfRecordReader.open(file);
    } catch (IOException e) {
      fail(file, e);
      return;
    }
    try (TfRecordReader reader = opened) {
      for (boolean more = true; more; ) {
        Next next = Next.of(reader, file);
        more = next.more;
        if (next.record.isPresent()) {
          together.add(next.record.get());
          bytes += next.record.get().record.length;
          count++;
        }
        if (together.size() == MOST_RECORDS || bytes >= ENOUGH_BYTES || next.fault.isPresent()) {
          check(file, together); // what comes before a fault is told before it
          together = new ArrayList<>();
          bytes = 0;
        }
        if (next.fault.isPresent()) {
          fail(file, next.fault.get());
        }
      }
      check(file, together);
    }
    if (count != shard.getImageCount()) {
      IOException fault =
          new IOException(
              file + " has " + count + " images, but the manifest says " + shard.getImageCount());
      checks.add(() -> ImmutableList.of(fault), found -> follows(file, found), () -> {});
    }
    checks.add(() -> hash(shard), fault -> follows(file, fault), () -> {});
  }

  /** What reading a record gave, apart from what the listener may throw meanwhile. */
  private record Next(Optional<Located> record, Optional<IOException> fault, boolean more) {
    static Next of(TfRecordReader reader, Path file) {
      long offset = reader.offset();
      try {
        Optional<Located> record = reader.next().map(bytes -> new Located(bytes, file, offset));
        return new Next(record, Optional.empty(), record.isPresent());
      } catch (DamagedRecordException e) {
        return new Next(Optional.empty(), Optional.of(e), e.isPassed());
      } catch (IOException e) {
        return new Next(Optional.empty(), Optional.of(e), false);
      }
    }
  }

  private List<IOException> hash(ShardManifest shard) {
    try {
      ListedFiles.requireIntact(dataset.directory(), "data set", List.of(shard.getFile()));
      return ImmutableList.of();
    } catch (IOException e) {
      return ImmutableList.of(e);
    }
  }

  /** Adds a fault that is known already, in its place among what is still looked at. */
  private void fail(Path file, IOException fault) throws IOException {
    checks.add(() -> ImmutableList.of(fault), found -> tell(file, found), () -> {});
  }

  private void tell(Path file, IOException fault) throws IOException {
    faulty.add(file);
    listener.faulty(fault);
  }

  /** Tells a fault unless the file had one before, of which it follows. */
  private void follows(Path file, IOException fault) throws IOException {
    if (!faulty.contains(file)) {
      tell(file, fault);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Located(byte[] record, Path file, long offset) {
    String where() {
      return file + " at byte " + offset;
    }
  }

  private void check(Path file, List<Located> records) throws IOException {
    if (records.isEmpty()) {
      return;
    }
    List<Located> together = ImmutableList.copyOf(records);
    checks.add(
        () -> faults(together),
        fault -> tell(file, fault),
        () -> {
          done += together.size();
          listener.verified(split, done, dataset.imageCount(split));
        });
  }

  private List<IOException> faults(List<Located> records) {
    ImmutableList.Builder<IOException> faults = ImmutableList.builder();
    for (Located each : records) {
      try {
        verify(each.record, each.where());
      } catch (IOException e) {
        faults.add(e);
      }
    }
    return faults.build();
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
