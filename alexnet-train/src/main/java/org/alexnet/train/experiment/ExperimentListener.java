package org.alexnet.train.experiment;

import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.TrainingListener;
import org.alexnet.train.TrainingRecipe;

/** What an experiment tells while it runs, beside what each training does. */
public interface ExperimentListener extends TrainingListener {
  /** Hears nothing. */
  ExperimentListener NONE = new ExperimentListener() {};

  /**
   * A network is needed: it is trained next, unless that was done before.
   *
   * @param name of its run, below the folder of the runs
   */
  default void training(String name, AlexNetSpec spec, TrainingRecipe recipe) {}

  /** The network that was told last is there already, and stays as it is. */
  default void trainedBefore() {}

  /** Something else, in words. */
  default void told(String message) {}
}
