package org.alexnet.data;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alexnet.common.Hashes;
import org.alexnet.data.proto.ShardManifest;

/**
 * Copies of damaged files of a split in which intact records stand for damaged ones, as many as the
 * manifest says: the place of a damaged record takes the intact one before it in its file, or the
 * first one where there is none before. So an epoch has as many images as ever, and each image its
 * position in the stream.
 *
 * @param files the copies, by the names of the files; deleted when the JVM ends
 * @param badRecords what is damaged, in the order of the files
 */
record SalvagedShards(ImmutableMap<String, Path> files, ImmutableList<BadRecord> badRecords) {

  /** No copies. */
  static final SalvagedShards NONE = new SalvagedShards(ImmutableMap.of(), ImmutableList.of());

  /**
   * Reads the files of a split, and copies those that are damaged.
   *
   * @param directory the data set's folder
   * @param most the most damaged records that are allowed
   * @throws IOException if there are more, a file is missing or has no intact record, or the copies
   *     cannot be written
   */
  static SalvagedShards of(Path directory, List<ShardManifest> shards, long most)
      throws IOException {
    ImmutableMap.Builder<String, Path> files = ImmutableMap.builder();
    List<BadRecord> bad = new ArrayList<>();
    Optional<Path> copies = Optional.empty();
    for (ShardManifest shard : shards) {
      Path file = directory.resolve(shard.getFile().getName());
      if (Files.size(file) == shard.getFile().getByteCount()
          && Hashes.sha256(file).equals(shard.getFile().getSha256())) {
        continue;
      }
      Path folder = copies.isPresent() ? copies.get() : temporaryFolder();
      copies = Optional.of(folder);
      Path copy = folder.resolve(file.getFileName());
      copy.toFile().deleteOnExit();
      bad.addAll(salvage(file, shard, copy));
      if (bad.size() > most) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s has %,d damaged training records or more, but %,d may be skipped; the first is"
                    + " %s: %s; prepare the images again",
                directory,
                bad.size(),
                most,
                bad.get(0).place(),
                bad.get(0).reason()));
      }
      files.put(shard.getFile().getName(), copy);
    }
    return new SalvagedShards(files.buildOrThrow(), ImmutableList.copyOf(bad));
  }

  private static Path temporaryFolder() throws IOException {
    Path folder = Files.createTempDirectory("alexnet-records");
    folder.toFile().deleteOnExit(); // after the files in it, which are named later
    return folder;
  }

  /** Copies a file, and returns its damaged records. */
  private static List<BadRecord> salvage(Path file, ShardManifest shard, Path copy)
      throws IOException {
    String name = shard.getFile().getName();
    List<BadRecord> bad = new ArrayList<>();
    Optional<byte[]> latest = Optional.empty();
    long written = 0;
    String end = "the file ends before it";
    try (TfRecordReader reader = TfRecordReader.open(file);
        TfRecordWriter writer = TfRecordWriter.create(copy)) {
      boolean more = true;
      for (long number = 0; more; number++) {
        try {
          Optional<byte[]> record = reader.next();
          more = record.isPresent();
          latest = record.isPresent() ? record : latest;
        } catch (DamagedRecordException e) {
          more = e.isPassed();
          if (more) {
            bad.add(new BadRecord(name, number, e.reason()));
          } else {
            end = e.reason();
          }
        }
        if (more && number >= shard.getImageCount()) {
          throw new IOException(
              file + " has more records than the manifest says; prepare the images again");
        }
        // up to and with this one, if any record was intact so far
        for (; more && latest.isPresent() && written <= number; written++) {
          writer.write(latest.get());
        }
        if (!more) {
          for (long lost = number; lost < shard.getImageCount(); lost++) {
            bad.add(new BadRecord(name, lost, end));
          }
        }
      }
      if (latest.isEmpty()) {
        throw new IOException(file + " has no intact record left; prepare the images again");
      }
      for (; written < shard.getImageCount(); written++) {
        writer.write(latest.get());
      }
    }
    if (bad.isEmpty()) {
      throw new IOException(
          file + " is not the file of the manifest, though its records are whole; put that back");
    }
    return bad;
  }
}
