package org.alexnet.data;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.alexnet.common.AtomicFile;
import org.alexnet.common.Disk;
import org.alexnet.common.ManifestFile;
import org.alexnet.data.proto.DatasetManifest;
import org.alexnet.data.proto.PreparationPlan;
import org.alexnet.data.proto.ShardResult;

/**
 * What is on the disk of a data set that is not finished: its complete shards in one folder, and in
 * another what it is to become and, for each of the shards, what came out of it. A shard is
 * complete if both are there; the result is written last.
 *
 * @param directory folder of the shards
 * @param progress folder of the plan and the results
 */
record UnfinishedDataset(Path directory, Path progress) {
  private static final String RESULT = ".result";
  private static final ManifestFile PLAN =
      new ManifestFile(
          "preparation.json", "data set that is prepared", 1, "choose --if-exists replace");

  /** Returns what is to become of it; nothing if that was not written yet. */
  Optional<DatasetManifest> plan() throws IOException {
    return PLAN.isIn(progress)
        ? Optional.of(PLAN.read(progress, PreparationPlan.newBuilder()).getDataset())
        : Optional.empty();
  }

  /** Begins with nothing. */
  void begin(DatasetManifest plan) throws IOException {
    keepOnly(progress, Set.of());
    keepOnly(directory, Set.of());
    PLAN.write(progress, PreparationPlan.newBuilder().setDataset(plan).build());
  }

  /** Returns what came out of a shard; nothing unless it is complete and of the same images. */
  Optional<ShardResult> result(Shard shard) throws IOException {
    Path file = directory.resolve(shard.fileName());
    Path result = resultFile(shard.fileName());
    if (!Files.exists(file) || !Files.exists(result)) {
      return Optional.empty();
    }
    Optional<byte[]> record;
    try (TfRecordReader reader = TfRecordReader.open(result)) {
      record = reader.next();
    }
    if (record.isEmpty()) {
      return Optional.empty();
    }
    ShardResult found = ShardResult.parseFrom(record.get());
    return found.getFile().getByteCount() == Files.size(file)
            && found.getImagesSha256().equals(shard.imagesSha256())
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Notes that a shard is complete, whose file is on the disk. */
  void write(ShardResult result) throws IOException {
    Path file = resultFile(result.getFile().getName());
    Path beside = AtomicFile.besideOf(file);
    try (TfRecordWriter writer =
        TfRecordWriter.to(new BufferedOutputStream(Files.newOutputStream(beside)))) {
      writer.write(result.toByteArray());
    }
    Disk.sync(beside);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    Disk.sync(progress);
  }

  /** Deletes all but some shards. */
  void keepOnly(Collection<ShardResult> shards) throws IOException {
    Set<String> files = new HashSet<>();
    Set<String> results = new HashSet<>(Set.of(PLAN.name()));
    for (ShardResult shard : shards) {
      files.add(shard.getFile().getName());
      results.add(resultFile(shard.getFile().getName()).getFileName().toString());
    }
    keepOnly(progress, results); // first: a shard without its result is none
    keepOnly(directory, files);
  }

  private static void keepOnly(Path folder, Set<String> names) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        if (!names.contains(entry.getFileName().toString())) {
          MoreFiles.deleteRecursively(entry, RecursiveDeleteOption.ALLOW_INSECURE);
        }
      }
    }
  }

  Path resultFile(String shard) {
    return progress.resolve(shard + RESULT);
  }

  /** Returns how many results there are in a folder of them. */
  static int completeShards(Path progress) throws IOException {
    try (Stream<Path> entries = Files.list(progress)) {
      return (int) entries.filter(entry -> entry.toString().endsWith(RESULT)).count();
    }
  }

  /** Returns how messages tell a plan from others. */
  static String describe(DatasetManifest plan) {
    return String.format(
        Locale.ROOT,
        "%s, %s, seed %d",
        plan.getSource(),
        StoredFormatCodec.fromProto(plan.getImageSize(), plan.getStoredFormat()),
        plan.getSeed());
  }
}
