package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.TrainingProgress;
import org.alexnet.graph.spec.AlexNetSpec;

/**
 * A training that begins or is resumed, as those who watch it see it.
 *
 * @param directory the run's folder
 * @param spec the network
 * @param recipe how it is trained
 * @param imageCount training images
 * @param step steps that were made before, 0 at the beginning
 * @param epochs what was evaluated before, in order
 * @param inspection looks at the variables, on the thread of the training
 */
public record TrainingStart(
    Path directory,
    AlexNetSpec spec,
    TrainingRecipe recipe,
    long imageCount,
    long step,
    ImmutableList<EpochSummary> epochs,
    Inspection inspection) {

  /**
   * Returns what schedule and events know before a step.
   *
   * @param steps steps that were made
   * @param epochs what was evaluated
   */
  public TrainingProgress progress(long steps, Iterable<EpochSummary> epochs) {
    ImmutableList.Builder<Double> errors = ImmutableList.builder();
    for (EpochSummary epoch : epochs) {
      if (epoch.step() <= steps) {
        errors.add(epoch.evaluation().top1Error());
      }
    }
    return new TrainingProgress(
        steps, (double) steps * recipe.batchSize() / imageCount, errors.build());
  }

  /** Returns the learning rates of the step that comes after what was made. */
  public LearningRates learningRates(TrainingProgress before) {
    return recipe.learningRates(spec, before);
  }
}
