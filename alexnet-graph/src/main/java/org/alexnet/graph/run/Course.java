package org.alexnet.graph.run;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.event.AfterEpochs;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Change;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.event.SetLearningRate.Target;
import org.alexnet.graph.event.Trigger;
import org.alexnet.graph.optimizer.Constant;
import org.alexnet.graph.optimizer.LearningRateSchedule;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.preset.PresetRecipe;

/**
 * How learning rates and augmentation went in a run, written down in the order of time; all else is
 * as in run 145.
 *
 * @param learningRate of the weights, in the beginning
 * @param schedule that of all weights
 * @param epochs passes over the training images
 * @param events what was done beside the schedule
 */
record Course(
    double learningRate, LearningRateSchedule schedule, int epochs, ImmutableList<Event> events) {
  private static final PresetRecipe RUN_145 = Preset.CUDA_CONVNET.recipe();

  /** The learning rate of a layer's weights before it is frozen. */
  static final double LEAST_OF_WEIGHTS = 0.00001;

  /** The learning rate of biases after their only reduction. */
  static final double LEAST_OF_BIASES = 0.002;

  /** A course whose learning rate of all weights is divided by ten after each of some epochs. */
  static Course of(double learningRate, int epochs, Integer... milestones) {
    LearningRateSchedule schedule =
        milestones.length == 0
            ? new Constant()
            : new MultiStep(ImmutableList.copyOf(milestones), 0.1);
    return new Course(learningRate, schedule, epochs, ImmutableList.of());
  }

  /** The beginning. */
  static Trigger start() {
    return new AfterSteps(0);
  }

  static Trigger after(int epochs) {
    return new AfterEpochs(epochs);
  }

  /**
   * A place in a pass over Fall 2009, whose images lay in 8,800 files; to four decimals of an
   * epoch, which is less than half a file.
   *
   * @param pass the pass; the first is 1
   * @param file the file that comes next; the first is 1
   */
  static Trigger atFile(int pass, int file) {
    return new AfterEpochs(Math.round(1e4 * (pass - 1 + (file - 1) / 8800.0)) / 1e4);
  }

  /** Sets the learning rate of the weights of some layers; none are all. */
  Course weights(Trigger when, double rate, String... layers) {
    return with(when, new SetLearningRate(ImmutableList.copyOf(layers), Target.WEIGHTS, rate));
  }

  /** Sets the learning rate of the biases of some layers; none are all. */
  Course biases(Trigger when, double rate, String... layers) {
    return with(when, new SetLearningRate(ImmutableList.copyOf(layers), Target.BIASES, rate));
  }

  /** Brings layers to the least learning rates that they had before they were frozen. */
  Course slowed(int epochs, String... layers) {
    return weights(after(epochs), LEAST_OF_WEIGHTS, layers)
        .biases(after(epochs), LEAST_OF_BIASES, layers);
  }

  Course frozen(int epochs, String... layers) {
    return with(after(epochs), SetLearningRate.freeze(layers));
  }

  /** Sets the strength of the PCA color augmentation. */
  Course pcaStd(int epochs, double pcaStd) {
    return with(after(epochs), new SetAugmentation(true, true, pcaStd));
  }

  private Course with(Trigger trigger, Change change) {
    ImmutableList.Builder<Event> more = ImmutableList.builder();
    more.addAll(events).add(new Event(trigger, change));
    return new Course(learningRate, schedule, epochs, more.build());
  }

  PresetRecipe recipe() {
    return new PresetRecipe(
        RUN_145.input(),
        RUN_145.batchSize(),
        RUN_145.optimizer(),
        learningRate,
        schedule,
        epochs,
        new Events(events));
  }
}
