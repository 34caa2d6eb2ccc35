package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.alexnet.data.Dataset;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.proto.RunManifest;
import org.alexnet.train.proto.SittingProto;

/**
 * A run on disk, to read: what {@code run.json} says, and its latest checkpoint.
 *
 * @param directory its folder
 * @param manifest what it says of itself
 * @param checkpoint the latest
 */
public record Run(Path directory, RunManifest manifest, Checkpoint checkpoint) {

  /**
   * Opens a run.
   *
   * @param directory its folder
   * @throws IOException if it is none, is damaged, or holds no checkpoint
   */
  public static Run open(Path directory) throws IOException {
    if (!RunFolder.isRun(directory)) {
      throw new NoSuchFileException(
          directory + " is not a run's folder: it holds no " + RunFolder.MANIFEST.name());
    }
    RunManifest manifest = RunFolder.MANIFEST.read(directory, RunManifest.newBuilder()).build();
    Checkpoint checkpoint =
        Checkpoints.of(directory)
            .latest()
            .orElseThrow(
                () -> new NoSuchFileException(directory + " holds no checkpoint; train it first"));
    return new Run(directory, manifest, checkpoint);
  }

  /** Returns the epochs that were evaluated, in order. */
  public ImmutableList<EpochSummary> epochs() {
    return checkpoint.manifest().getEpochsList().stream()
        .map(EpochCodec::fromProto)
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the evaluation with ten crops, of a finished run. */
  public Optional<Evaluation> tenCrops() {
    return checkpoint.manifest().hasTenCrops()
        ? Optional.of(EpochCodec.fromProto(checkpoint.manifest().getTenCrops()))
        : Optional.empty();
  }

  /** Returns with what its latest checkpoint was made. */
  public RunProvenance provenance() {
    return ProvenanceCodec.fromProto(checkpoint.manifest().getProvenance());
  }

  /** Returns the processes that trained it, in order; those of which it has no step aside. */
  public ImmutableList<Sitting> sittings() {
    ImmutableList.Builder<Sitting> sittings = ImmutableList.builder();
    for (SittingProto earlier : manifest.getEarlierSittingsList()) {
      sittings.add(
          new Sitting(
              earlier.getFirstStep(),
              ProvenanceCodec.fromProto(earlier.getProvenance()),
              earlier.getCommandLine()));
    }
    return sittings
        .add(
            new Sitting(
                manifest.getFirstStep(),
                ProvenanceCodec.fromProto(manifest.getProvenance()),
                manifest.getCommandLine()))
        .build();
  }

  /**
   * Returns all of its recipes, each with the step that it held until, the last one with the latest
   * step.
   */
  public ImmutableList<PastRecipe> recipes() {
    return ImmutableList.<PastRecipe>builder()
        .addAll(checkpoint.pastRecipes())
        .add(new PastRecipe(checkpoint.recipe(), checkpoint.step()))
        .build();
  }

  /**
   * Checks that it was trained on a data set.
   *
   * @throws IllegalArgumentException if it was trained on another one
   */
  public void requireDataset(Dataset dataset) {
    Compatibility.requireDataset(directory, checkpoint, dataset);
  }
}
