package org.alexnet.data;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.alexnet.data.internal.Examples;
import org.alexnet.data.source.Split;

/** The names of the files that the images of a data set were made from. */
public final class FileNames {
  private FileNames() {}

  /**
   * Reads the names, without folders, in the order of the shards, in which evaluation sees the
   * images.
   *
   * @param dataset the data set
   * @param split which of its images
   * @throws IOException if a shard cannot be read or is damaged
   */
  public static ImmutableList<String> of(Dataset dataset, Split split) throws IOException {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (Path shard : dataset.shards(split)) {
      try (TfRecordReader reader = TfRecordReader.open(shard)) {
        Optional<byte[]> example = reader.next();
        while (example.isPresent()) {
          names.add(name(shard, example.get()));
          example = reader.next();
        }
      }
    }
    return names.build();
  }

  private static String name(Path shard, byte[] example) throws IOException {
    try {
      return Examples.fileName(example);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(shard + " has a record that is no example", e);
    }
  }
}
