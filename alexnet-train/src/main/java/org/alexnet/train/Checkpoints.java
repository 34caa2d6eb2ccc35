package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.FolderLock;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.proto.FileProto;
import org.alexnet.graph.GraphSession;
import org.alexnet.train.proto.CheckpointManifest;

/**
 * The checkpoints of a run: {@code checkpoints/step-00000047} and so on in its folder, in the order
 * of their numbers.
 *
 * <p>A checkpoint is written beside its final name, read back bit for bit, synced and then renamed:
 * one that can be seen is whole. Only then are older ones deleted.
 *
 * <p>The files {@code latest} and {@code best} in the run's folder name two of them, for {@link
 * Checkpoint#open}. The best is that of the epoch with the lowest top-1 error on the validation
 * set, of equals the earliest; it stays however many are kept.
 */
public final class Checkpoints {
  /** Name of the file that names the latest checkpoint. */
  public static final String LATEST = "latest";

  /** Name of the file that names the best checkpoint. */
  public static final String BEST = "best";

  private static final String PREFIX = "step-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "\\d{1,18}");

  private final Path directory;
  private final int kept;

  private Checkpoints(Path directory, int kept) {
    this.directory = directory;
    this.kept = kept;
  }

  /**
   * Returns the checkpoints of a run, the latest two of which are kept.
   *
   * @param runDirectory the run's folder, which need not exist yet
   */
  public static Checkpoints of(Path runDirectory) {
    return new Checkpoints(runDirectory.resolve("checkpoints"), 2);
  }

  /**
   * Returns a copy that keeps another number of them.
   *
   * @param kept number of the latest checkpoints that stay, beside the best one, when a new one is
   *     written; at least 1
   */
  public Checkpoints withKept(int kept) {
    checkArgument(kept > 0, "kept must be positive, found %s", kept);
    return new Checkpoints(directory, kept);
  }

  /**
   * Returns all checkpoints, the oldest first.
   *
   * @throws IOException if one is damaged
   */
  public ImmutableList<Checkpoint> all() throws IOException {
    ImmutableList.Builder<Checkpoint> all = ImmutableList.builder();
    for (Path path : directories()) {
      all.add(Checkpoint.open(path));
    }
    return all.build();
  }

  /**
   * Returns the latest checkpoint, if there is any.
   *
   * @throws IOException if it is damaged
   */
  public Optional<Checkpoint> latest() throws IOException {
    List<Path> directories = directories();
    return directories.isEmpty()
        ? Optional.empty()
        : Optional.of(Checkpoint.open(directories.get(directories.size() - 1)));
  }

  @SuppressWarnings("try") // the lock is held, not asked
  private List<Path> directories() throws IOException {
    if (AtomicDirectory.isInterrupted(directory)) {
      try (FolderLock lock = FolderLock.in(directory.getParent())) {
        AtomicDirectory.sweep(directory);
      }
    }
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
          .sorted(Comparator.comparingLong(Checkpoints::step))
          .toList();
    }
  }

  private static long step(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
  }

  /** Clears away what a killed run left half-written or half-deleted; for who holds its lock. */
  void sweep() throws IOException {
    AtomicDirectory.sweep(directory);
    AtomicDirectory.sweepAll(directory, NAME);
  }

  /** Deletes all, at one moment; for who holds the run's lock. */
  void clear() throws IOException {
    name(BEST).delete();
    name(LATEST).delete();
    AtomicDirectory.replace(directory, empty -> {});
  }

  /**
   * Writes the variables of a session, reads them back, and then deletes what is older than the
   * kept ones.
   *
   * @param session of a graph with a {@link org.alexnet.graph.TrainingStep}
   * @param manifest everything but the files
   * @param mean the file with the mean of the training images
   * @throws IOException if it cannot be written, or is not on the disk as it should be; then
   *     nothing is left of it, and the older ones stay
   */
  Checkpoint save(GraphSession<?> session, CheckpointManifest manifest, Path mean)
      throws IOException {
    Path target =
        directory.resolve(String.format(Locale.ROOT, PREFIX + "%08d", manifest.getStep()));
    AtomicDirectory.replace(target, inside -> write(session, manifest, mean, inside));
    Checkpoint saved = Checkpoint.openIntact(target);
    name(LATEST).write(target);
    prune(bestStep(EpochCodec.fromProto(manifest.getEpochsList())));
    return saved;
  }

  /**
   * Names the latest and the best checkpoint: a kill may have come before that.
   *
   * @param epochs all that were evaluated
   */
  void name(List<EpochSummary> epochs) throws IOException {
    List<Path> directories = directories();
    if (!directories.isEmpty()) {
      name(LATEST).write(directories.get(directories.size() - 1));
    }
    OptionalLong best = bestStep(epochs);
    for (Path path : directories) {
      if (best.isPresent() && step(path) == best.getAsLong()) {
        name(BEST).write(path);
      }
    }
  }

  /** Names the latest and the best checkpoint, and deletes the one that was the best before. */
  void evaluated(List<EpochSummary> epochs) throws IOException {
    name(epochs);
    prune(bestStep(epochs));
  }

  private void prune(OptionalLong best) throws IOException {
    List<Path> directories = directories();
    for (Path old : directories.subList(0, Math.max(0, directories.size() - kept))) {
      if (best.isEmpty() || step(old) != best.getAsLong()) {
        AtomicDirectory.delete(old);
      }
    }
  }

  private static OptionalLong bestStep(List<EpochSummary> epochs) {
    return epochs.stream()
        .min(Comparator.comparingDouble(epoch -> epoch.evaluation().top1Error()))
        .map(epoch -> OptionalLong.of(epoch.step()))
        .orElse(OptionalLong.empty());
  }

  /** Returns the checkpoint that {@code latest} or {@code best} names, if there is one. */
  Optional<Checkpoint> named(String which) throws IOException {
    Optional<Path> checkpoint = name(which).existing();
    return checkpoint.isPresent()
        ? Optional.of(Checkpoint.open(checkpoint.get()))
        : Optional.empty();
  }

  /** Returns the file {@code latest} or {@code best}. */
  Path file(String which) {
    return name(which).file();
  }

  private CheckpointName name(String which) {
    return new CheckpointName(directory.resolveSibling(which));
  }

  private static void write(
      GraphSession<?> session, CheckpointManifest manifest, Path mean, Path inside)
      throws IOException {
    Path tensors = inside.resolve(Checkpoint.TENSORS);
    session.files().save(tensors, inside);
    Files.copy(mean, inside.resolve(Checkpoint.MEAN));
    ExecutorService hashing = Executors.newSingleThreadExecutor();
    try {
      Future<ImmutableList<FileProto>> files = hashing.submit(() -> ListedFiles.listAll(inside));
      session.files().requireSaved(tensors, inside); // meanwhile: each takes a part of one core
      Checkpoint.MANIFEST.write(inside, manifest.toBuilder().addAllFiles(listed(files)).build());
    } finally {
      hashing.shutdown(); // nothing reads later
      Uninterruptibles.awaitTerminationUninterruptibly(hashing);
    }
  }

  private static ImmutableList<FileProto> listed(Future<ImmutableList<FileProto>> files)
      throws IOException {
    try {
      return Uninterruptibles.getUninterruptibly(files);
    } catch (ExecutionException e) {
      Throwables.throwIfInstanceOf(e.getCause(), IOException.class);
      Throwables.throwIfUnchecked(e.getCause());
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Replaces a checkpoint's manifest by one that knows more. */
  static Checkpoint describe(Checkpoint checkpoint, CheckpointManifest manifest)
      throws IOException {
    Checkpoint.MANIFEST.write(checkpoint.directory(), manifest);
    return Checkpoint.open(checkpoint.directory());
  }
}
