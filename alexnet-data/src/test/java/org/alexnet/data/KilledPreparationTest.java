package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.alexnet.data.source.SyntheticImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that prepare and are killed by the operating system at random moments. */
class KilledPreparationTest {
  private static final int KILLS = 2;

  @TempDir private Path folder;

  /** What the processes run: their argument is the folder of the data set. */
  public static void main(String[] args) throws IOException {
    preparation()
        .withListener(
            (split, done, total) -> Uninterruptibles.sleepUninterruptibly(Duration.ofMillis(50)))
        .resume(Path.of(args[0]));
  }

  /** 600 training images in 60 shards. */
  private static Preparation preparation() {
    return Preparation.of(new SyntheticImages(600, 1)).withImageSize(8).withImagesPerShard(10);
  }

  @Test
  @Timeout(value = 120, threadMode = SEPARATE_THREAD)
  void goOnWithLessLeftEachTimeAndEndWithTheBytesOfAnUndisturbedOne() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path out = folder.resolve("out");
    int complete = 0;
    Map<String, FileTime> writtenAt = new HashMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(out);
      try {
        while (Preparation.completeShards(out) <= complete) {
          assertThat(process.isAlive()).as("seed %s: %s", seed, folder.resolve("log")).isTrue();
          Thread.sleep(5);
        }
        Thread.sleep(random.nextInt(300));
      } finally {
        process.destroyForcibly().waitFor();
      }
      assertThat(out).as("seed %s", seed).doesNotExist();
      assertThat(Preparation.completeShards(out)).as("seed %s", seed).isGreaterThan(complete);
      complete = Preparation.completeShards(out);
      writtenAt.putAll(timesOfCompleteShards());
    }

    preparation().resume(out).verify();

    assertThat(writtenAt).hasSizeGreaterThanOrEqualTo(KILLS);
    for (Map.Entry<String, FileTime> shard : writtenAt.entrySet()) { // kept, not made again
      assertThat(Files.getLastModifiedTime(out.resolve(shard.getKey())))
          .as("seed %s: %s", seed, shard.getKey())
          .isEqualTo(shard.getValue());
    }
    Path undisturbed = folder.resolve("undisturbed");
    preparation().write(undisturbed);
    try (var files = Files.list(undisturbed)) {
      for (Path file : files.toList()) {
        assertThat(out.resolve(file.getFileName()))
            .as("seed %s", seed)
            .hasSameBinaryContentAs(file);
      }
    }
  }

  /** Returns when the shards were written whose results are there, by their names. */
  private Map<String, FileTime> timesOfCompleteShards() throws IOException {
    Map<String, FileTime> times = new HashMap<>();
    try (var results = Files.list(folder.resolve(".out.progress"))) {
      for (Path result : results.toList()) {
        String name = result.getFileName().toString();
        if (name.endsWith(".result")) {
          String shard = name.substring(0, name.length() - ".result".length());
          Path file = folder.resolve(".out.partial").resolve(shard);
          times.put(shard, Files.getLastModifiedTime(file));
        }
      }
    }
    return times;
  }

  private Process start(Path out) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", // it lives for seconds
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            KilledPreparationTest.class.getName(),
            out.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }
}
