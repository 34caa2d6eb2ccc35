package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Lists;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.proto.ShardResult;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.alexnet.data.source.SyntheticImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The function of one shard, as an engine with many machines calls it, and what threads change. */
class ShardsElsewhereTest {
  private static final List<String> FILES =
      List.of(
          "dataset.json",
          "mean.pb",
          "train-00000-of-00002",
          "train-00001-of-00002",
          "validation-00000-of-00001");

  @TempDir private Path folder;

  @SuppressWarnings("unchecked")
  private static <T extends Serializable> T sent(T value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shardsThatWereWrittenElsewhereAndBackwardsMakeTheSameDataSet() throws IOException {
    Path images = TestImages.classFolders(folder.resolve("images"), 10, "cat", "dog");
    Preparation preparation =
        Preparation.of(ClassFolders.in(images)).withImageSize(8).withImagesPerShard(9);
    preparation.write(folder.resolve("here")).verify();
    Path there = Files.createDirectory(folder.resolve("there"));

    List<ShardResult> results = new ArrayList<>();
    for (Split split : Lists.reverse(List.of(Split.values()))) {
      for (Shard shard : preparation.shards(split).reverse()) {
        try (ShardWriter writer = new ShardWriter(sent(preparation.options()), 1)) {
          results.add(sent(writer.write(sent(shard), there)));
        }
      }
    }
    preparation.assemble(there, results).verify();

    assertSameBytes(there, folder.resolve("here"));
  }

  @Test
  void threadsChangeNothing() throws IOException {
    Preparation preparation =
        Preparation.of(new SyntheticImages(100, 5)).withImageSize(16).withImagesPerShard(50);
    preparation.withThreads(1).write(folder.resolve("one"));
    preparation.withThreads(7).write(folder.resolve("seven"));

    assertSameBytes(folder.resolve("seven"), folder.resolve("one"));
  }

  private static void assertSameBytes(Path found, Path expected) {
    for (String file : FILES) {
      assertThat(found.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
    }
  }
}
