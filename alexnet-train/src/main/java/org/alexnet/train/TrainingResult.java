package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.alexnet.data.BadRecord;
import org.alexnet.train.evaluation.Evaluation;

/**
 * Where a training ended.
 *
 * @param checkpoint the last checkpoint
 * @param epochs what each epoch brought, those of earlier sittings too
 * @param tenCrops on the validation set with ten crops; absent if it was told to stop before the
 *     recipe was done
 * @param badRecords damaged training records whose places intact ones took, in each epoch
 */
public record TrainingResult(
    Checkpoint checkpoint,
    ImmutableList<EpochSummary> epochs,
    Optional<Evaluation> tenCrops,
    ImmutableList<BadRecord> badRecords) {

  /** Returns whether the recipe is done. */
  public boolean isFinished() {
    return tenCrops.isPresent();
  }
}
