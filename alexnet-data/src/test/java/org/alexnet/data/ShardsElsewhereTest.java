package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Lists;
import com.google.common.io.MoreFiles;
import com.google.common.util.concurrent.Futures;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.proto.SkippedImage;
import org.alexnet.data.source.ClassFolders;
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

  private static Preparation preparation(Path images) throws IOException {
    return Preparation.of(ClassFolders.in(images)).withImageSize(8).withImagesPerShard(9);
  }

  private static void run(ShardJob job, String shard) throws IOException {
    try (ShardWriter writer = new ShardWriter(job.options(), 1)) {
      job.run(shard, writer);
    }
  }

  @Test
  void anEngineMayMakeShardsAgainAndTwiceAtOnceAndGivesTheSameDataSet() throws Exception {
    Path images = TestImages.classFolders(folder.resolve("images"), 10, "cat", "dog");
    preparation(images).write(folder.resolve("here")).verify();
    ExecutorService workers = Executors.newFixedThreadPool(3);
    ShardEngine engine =
        (job, shards) -> {
          assertThat(shards).isEqualTo(FILES.subList(2, 5));
          ShardJob there = sent(job);
          List<Future<Void>> made = new ArrayList<>();
          for (int attempt = 0; attempt < 3; attempt++) {
            for (String shard : Lists.reverse(shards)) {
              made.add(
                  workers.submit(
                      () -> {
                        run(there, shard);
                        return null;
                      }));
            }
          }
          made.forEach(Futures::getUnchecked);
        };

    Path out = folder.resolve("parent/there");
    preparation(images).withEngine(engine).write(out).verify();
    workers.shutdown();

    assertSameBytes(out, folder.resolve("here"));
    assertThat(MoreFiles.listFiles(out)).hasSameSizeAs(FILES);
    assertThat(MoreFiles.listFiles(out.getParent())).containsExactly(out);
  }

  @Test
  void whatAnEngineLeftIsMadeWhenItIsResumed() throws IOException {
    Path images = TestImages.classFolders(folder.resolve("images"), 10, "cat", "dog");
    preparation(images).write(folder.resolve("here")).verify();
    Path out = folder.resolve("there");
    Preparation halfMade = preparation(images).withEngine((job, shards) -> run(job, shards.get(1)));

    assertThatThrownBy(() -> halfMade.write(out))
        .isInstanceOf(IOException.class)
        .hasMessage("the engine ended without train-00000-of-00002; resume it");
    assertThat(Preparation.completeShards(out)).isEqualTo(1);

    List<String> made = new ArrayList<>();
    preparation(images)
        .withEngine(
            (job, shards) -> {
              made.addAll(shards);
              for (String shard : shards) {
                run(job, shard);
              }
            })
        .resume(out)
        .verify();
    assertThat(made).containsExactly("train-00000-of-00002", "validation-00000-of-00001");
    assertSameBytes(out, folder.resolve("here"));
  }

  @Test
  void anEngineThatFailsBeforeAShardIsMadeLeavesNothing() throws IOException {
    Path images = TestImages.classFolders(folder.resolve("images"), 10, "cat", "dog");
    Path out = folder.resolve("parent/there");
    IOException fault = new IOException("no worker");
    Preparation failing =
        preparation(images)
            .withEngine(
                (job, shards) -> {
                  throw fault;
                });

    assertThatThrownBy(() -> failing.write(out)).isSameAs(fault);

    assertThat(out.getParent()).doesNotExist();
  }

  @Test
  void theImagesThatAnEngineSkippedAreCounted() throws IOException {
    Path images = TestImages.classFolders(folder.resolve("images"), 10, "cat", "dog");
    Files.write(images.resolve("cat/image3.jpg"), new byte[0]);
    Preparation skipping =
        preparation(images)
            .withBadImages(BadImages.SKIP)
            .withEngine(
                (job, shards) -> {
                  for (String shard : shards) {
                    run(job, shard);
                  }
                });

    assertThat(skipping.write(folder.resolve("there")).manifest().getSkippedList())
        .extracting(SkippedImage::getFile)
        .containsExactly("cat/image3.jpg");
    assertThatThrownBy(
            () -> skipping.withSkipAtMost(SkipBudget.ofCount(0)).write(folder.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "1 image cannot be read so far, and --skip-at-most 0 allows 0; the first:"
                + " cat/image3.jpg is empty");
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
