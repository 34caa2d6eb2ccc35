package org.alexnet.data;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.source.Split;

/**
 * Images of a split as they are stored, by their places in the order of its files, in which
 * evaluation sees them too.
 */
public final class StoredRecords {
  private StoredRecords() {}

  /** Is shown images. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Is shown an image.
     *
     * @param place its number in the split, counted from 0
     */
    void visit(long place, StoredRecord image) throws IOException;
  }

  /**
   * Shows all images of a split, in order.
   *
   * @throws IOException if the data set cannot be read or is damaged, or the visitor throws it
   */
  public static void visit(Dataset dataset, Split split, Visitor visitor) throws IOException {
    long first = 0;
    for (ShardManifest described : dataset.manifest(split).getShardsList()) {
      read(
          dataset.files().path(described),
          first,
          (place, record, where) -> visitor.visit(place, StoredRecord.parse(record, where)));
      first += described.getImageCount();
    }
  }

  /**
   * Reads some images; files that hold none of them are not opened.
   *
   * @param places their numbers in the split, counted from 0
   * @return those that are there, by their numbers, in order
   * @throws IOException if the data set cannot be read, is damaged, or has fewer images
   */
  public static ImmutableMap<Long, StoredRecord> at(
      Dataset dataset, Split split, Iterable<Long> places) throws IOException {
    NavigableSet<Long> wanted = new TreeSet<>();
    places.forEach(wanted::add);
    ImmutableMap.Builder<Long, StoredRecord> found = ImmutableMap.builder();
    long first = 0;
    for (ShardManifest described : dataset.manifest(split).getShardsList()) {
      Long next = wanted.ceiling(first);
      if (next != null && next < first + described.getImageCount()) {
        read(
            dataset.files().path(described),
            first,
            (place, record, where) -> {
              if (wanted.remove(place)) {
                found.put(place, StoredRecord.parse(record, where));
              }
            });
      }
      first += described.getImageCount();
    }
    if (!wanted.isEmpty()) {
      throw new IOException(
          dataset.directory() + " has " + first + " images, so none of number " + wanted.first());
    }
    return found.buildOrThrow();
  }

  /** Is shown a record. */
  private interface RecordVisitor {
    void visit(long place, byte[] record, String where) throws IOException;
  }

  private static void read(Path shard, long first, RecordVisitor visitor) throws IOException {
    long place = first;
    try (TfRecordReader reader = TfRecordReader.open(shard)) {
      long offset = reader.offset();
      for (Optional<byte[]> record = reader.next(); record.isPresent(); record = reader.next()) {
        visitor.visit(place++, record.get(), shard + " at byte " + offset);
        offset = reader.offset();
      }
    }
  }
}
