package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader finds in a run's folder while its checkpoints are written and deleted. */
class CheckpointOrderTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void oldCheckpointsStayUntilTheNewOneIsThere(int kept) throws Exception {
    Dataset dataset = TestData.colors(folder);
    Path checkpoints = folder.resolve("run/checkpoints");
    AtomicInteger saved = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    TrainingListener counter =
        new TrainingListener() {
          @Override
          public void saved(Checkpoint checkpoint) {
            saved.incrementAndGet();
          }
        };
    Callable<List<String>> watcher =
        () -> {
          List<String> missing = new ArrayList<>();
          while (!done.get()) {
            int expected = Math.min(kept, saved.get());
            // Twice, for a folder may change while it is listed.
            if (expected > 0 && whole(checkpoints) < expected && whole(checkpoints) < expected) {
              missing.add("after " + saved + " saves fewer than " + expected);
            }
          }
          return missing;
        };
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<List<String>> missing = thread.submit(watcher);
      Training.of(TestData.recipe().withEpochs(4))
          .withPlacement(TestData.ONE_CPU)
          .withCheckpoints(new CheckpointPolicy(1, kept))
          .withListener(counter)
          .run(TestData.shallow(dataset), dataset, folder.resolve("run"));
      done.set(true);

      assertThat(saved).hasValue(18);
      assertThat(missing.get()).isEmpty();
    } finally {
      done.set(true);
      thread.shutdown();
    }
  }

  private static long whole(Path checkpoints) throws IOException {
    try (Stream<Path> entries = Files.list(checkpoints)) {
      return entries
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(path -> Files.exists(path.resolve("checkpoint.json")))
          .filter(path -> Files.exists(path.resolve("tensors.index")))
          .count();
    } catch (NoSuchFileException notYet) {
      return 0;
    }
  }

  @Test
  void theNumberOfKeptCheckpointsIsTwoUnlessToldOtherwise() throws IOException {
    Dataset dataset = TestData.colors(folder);

    Training.of(TestData.recipe())
        .withPlacement(TestData.ONE_CPU)
        .run(TestData.shallow(dataset), dataset, folder.resolve("run"));

    assertThat(Checkpoints.of(folder.resolve("run")).all())
        .extracting(Checkpoint::step)
        .containsExactly(9L, 14L);
  }
}
