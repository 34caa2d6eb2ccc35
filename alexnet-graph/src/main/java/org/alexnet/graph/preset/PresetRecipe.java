package org.alexnet.graph.preset;

import static com.google.common.base.Preconditions.checkArgument;

import org.alexnet.graph.event.Events;
import org.alexnet.graph.optimizer.LearningRateSchedule;
import org.alexnet.graph.optimizer.Optimizer;

/**
 * How a named network is trained.
 *
 * @param input how its images are stored and varied
 * @param batchSize images in a step
 * @param optimizer how parameters learn
 * @param learningRate the learning rate of the first step
 * @param schedule how the learning rate changes
 * @param epochs the most passes over the training images
 * @param events what is changed by hand on the way
 */
public record PresetRecipe(
    InputRules input,
    int batchSize,
    Optimizer optimizer,
    double learningRate,
    LearningRateSchedule schedule,
    int epochs,
    Events events) {

  /** Checks the values. */
  public PresetRecipe {
    checkArgument(batchSize > 0, "batchSize must be positive, found %s", batchSize);
    checkArgument(learningRate > 0, "learningRate must be positive, found %s", learningRate);
    checkArgument(epochs > 0, "epochs must be positive, found %s", epochs);
  }

  /** Creates a recipe without events. */
  public PresetRecipe(
      InputRules input,
      int batchSize,
      Optimizer optimizer,
      double learningRate,
      LearningRateSchedule schedule,
      int epochs) {
    this(input, batchSize, optimizer, learningRate, schedule, epochs, Events.NONE);
  }
}
