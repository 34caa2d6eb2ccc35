package org.alexnet.data;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.proto.ShardResult;
import org.alexnet.data.source.Split;

/**
 * One attempt to make a data set, from what an earlier one left. A few shards are written at once,
 * so that the images of one are converted while another is brought to the disk; the shards of a
 * split are complete before the next begins.
 */
final class PreparationRun {
  /** Threads that convert for each that writes, above two writers. */
  private static final int CONVERTERS_PER_WRITER = 16;

  private final ImmutableMap<Split, ImmutableList<Shard>> shards;
  private final ShardOptions options;
  private final int threads;
  private final PreparationListener listener;
  private final Optional<ShardEngine> engine;
  private final SkippedImages skipped;
  private final DatasetAssembly assembly;
  private final AtomicBoolean failed = new AtomicBoolean();
  private int complete;

  PreparationRun(
      PlannedDataset plan,
      SkipBudget skipAtMost,
      int threads,
      PreparationListener listener,
      Optional<ShardEngine> engine) {
    this.shards = plan.shards();
    this.options = plan.options();
    this.threads = threads;
    this.listener = listener;
    this.engine = engine;
    this.assembly = new DatasetAssembly(plan.manifest());
    this.skipped =
        new SkippedImages(skipAtMost, shards.values().stream().mapToLong(this::images).sum());
  }

  private long images(List<Shard> some) {
    return some.stream().mapToLong(shard -> shard.images().size()).sum();
  }

  /** Returns how many shards are complete so far. */
  synchronized int complete() {
    return complete;
  }

  /**
   * Makes what is missing.
   *
   * @param target the data set, for errors
   * @param unfinished what is there of it; its plan is written
   */
  void fill(Path target, UnfinishedDataset unfinished) throws IOException {
    Set<String> kept = keep(unfinished);
    List<Shard> missing = shards.values().stream().flatMap(all -> missing(all, kept)).toList();
    try (ShardWriter writer = new ShardWriter(options, threads)) {
      FreeDisk.require(target, unfinished.directory(), missing, options.format().size(), writer);
      if (engine.isPresent()) {
        write(missing, unfinished, engine.get());
      } else {
        write(kept, unfinished, writer);
      }
    }
    assembly.write(unfinished.directory());
  }

  private void write(List<Shard> missing, UnfinishedDataset unfinished, ShardEngine engine)
      throws IOException {
    ShardJob job = ShardJob.of(options, unfinished);
    for (Shard shard : missing) {
      job.put(shard);
    }
    try {
      engine.run(job, missing.stream().map(Shard::fileName).toList());
    } finally {
      synchronized (this) {
        complete = UnfinishedDataset.completeShards(unfinished.progress());
      }
    }
    for (Shard shard : missing) {
      ShardResult result =
          unfinished
              .result(shard)
              .orElseThrow(
                  () ->
                      new IOException(
                          "the engine ended without " + shard.fileName() + "; resume it"));
      assembly.add(result);
      skipped.addAll(result.getSkippedList());
    }
  }

  private void write(Set<String> kept, UnfinishedDataset unfinished, ShardWriter writer)
      throws IOException {
    for (Split split : Split.values()) {
      ImmutableList<Shard> all = shards.get(split);
      List<Shard> left = missing(all, kept).toList();
      SplitProgress progress = new SplitProgress(split, images(all), skipped, listener);
      progress.begin(images(all) - images(left));
      write(left, unfinished, writer, progress);
      assembly.split(split);
    }
  }

  private static Stream<Shard> missing(List<Shard> all, Set<String> kept) {
    return all.stream().filter(shard -> !kept.contains(shard.fileName()));
  }

  /**
   * Keeps the shards that are complete and as they would be made now, and deletes all else.
   *
   * @return the names of their files
   */
  private Set<String> keep(UnfinishedDataset unfinished) throws IOException {
    Map<String, ShardResult> kept = new LinkedHashMap<>();
    for (ImmutableList<Shard> all : shards.values()) {
      for (Shard shard : all) {
        Optional<ShardResult> result = unfinished.result(shard);
        if (result.isPresent()
            && (options.badImages() == BadImages.SKIP || result.get().getSkippedCount() == 0)) {
          assembly.add(result.get());
          kept.put(shard.fileName(), result.get().toBuilder().clearPixels().build());
        }
      }
    }
    unfinished.keepOnly(kept.values());
    synchronized (this) {
      complete = kept.size();
    }
    for (ShardResult result : kept.values()) {
      skipped.addAll(result.getSkippedList());
    }
    return kept.keySet();
  }

  private void write(
      List<Shard> left, UnfinishedDataset unfinished, ShardWriter writer, ShardProgress progress)
      throws IOException {
    ExecutorService writers = Executors.newFixedThreadPool(2 + threads / CONVERTERS_PER_WRITER);
    try {
      List<Future<Void>> writing = new ArrayList<>();
      for (Shard shard : left) {
        writing.add(writers.submit(() -> write(shard, unfinished, writer, progress)));
      }
      for (Future<Void> shard : writing) { // in order, so that the first of the errors is told
        await(shard);
      }
    } finally {
      writers.shutdownNow();
      Uninterruptibles.awaitTerminationUninterruptibly(writers); // nothing is written later
    }
  }

  private Void write(
      Shard shard, UnfinishedDataset unfinished, ShardWriter writer, ShardProgress progress)
      throws IOException {
    if (failed.get()) {
      throw new CancellationException("another shard failed");
    }
    try {
      ShardResult result = writer.write(shard, unfinished.directory(), progress);
      unfinished.write(result);
      assembly.add(result);
      synchronized (this) {
        complete++;
      }
      return null;
    } catch (IOException | RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  private static void await(Future<Void> shard) throws IOException {
    try {
      shard.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while images are prepared", e);
    } catch (ExecutionException e) {
      Throwables.throwIfInstanceOf(e.getCause(), IOException.class);
      Throwables.throwIfUnchecked(e.getCause());
      throw new IllegalStateException(e.getCause());
    }
  }
}
