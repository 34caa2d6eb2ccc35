package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Scale;

/** Weight decay of 0.0005 against none. */
final class DecayExperiment implements Experiment {

  @Override
  public String name() {
    return "decay";
  }

  @Override
  public String section() {
    return "5";
  }

  @Override
  public String claim() {
    return "weight decay reduces the training error";
  }

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(
        Arm.of("decay", scale.network()),
        Arm.of(
            "no decay",
            scale.network().withRecipe(recipe -> recipe.withOptimizer(new SgdMomentum(0.9, 0)))));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return ImmutableList.of(
        Comparison.of(
            "training-error",
            "weight decay is no mere regularizer: it reduces the training error",
            Measures.TRAINING_ERROR,
            "decay",
            "no decay"));
  }
}
