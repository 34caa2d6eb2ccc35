package org.alexnet.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.alexnet.common.ListedFiles;
import org.alexnet.data.proto.DatasetManifest;
import org.alexnet.data.proto.SplitManifest;
import org.alexnet.data.source.Split;

/** Data sets whose hashes are right and whose content is not. */
final class Forgery {
  private Forgery() {}

  /** Changes what a manifest says, and signs it. */
  static void manifest(Path folder, Consumer<DatasetManifest.Builder> change) throws IOException {
    DatasetManifest.Builder manifest =
        DatasetFiles.MANIFEST.read(folder, DatasetManifest.newBuilder());
    change.accept(manifest);
    DatasetFiles.MANIFEST.write(folder, manifest.build());
  }

  /** Changes the records of a split's first file, and signs that. */
  static void records(Path folder, Split split, Consumer<List<byte[]>> change) throws IOException {
    Path shard = Dataset.open(folder).shards(split).get(0);
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader = TfRecordReader.open(shard)) {
      for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
        records.add(next.get());
      }
    }
    change.accept(records);
    try (TfRecordWriter writer = TfRecordWriter.create(shard)) {
      for (byte[] each : records) {
        writer.write(each);
      }
    }
    var file = ListedFiles.list(folder, shard);
    manifest(folder, manifest -> of(manifest, split).getShardsBuilder(0).setFile(file));
  }

  static SplitManifest.Builder of(DatasetManifest.Builder manifest, Split split) {
    return split == Split.TRAIN ? manifest.getTrainBuilder() : manifest.getValidationBuilder();
  }
}
