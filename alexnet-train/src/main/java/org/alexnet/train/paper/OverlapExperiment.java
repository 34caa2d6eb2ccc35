package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Scale;

/** Pooling windows of 3 with stride 2 against windows of 2. */
final class OverlapExperiment implements Experiment {

  @Override
  public String name() {
    return "overlap";
  }

  @Override
  public String section() {
    return "3.4";
  }

  @Override
  public String claim() {
    return "overlapping pooling reduces the error and overfits slightly less";
  }

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(
        Arm.of("overlap", scale.network()),
        Arm.of("no overlap", scale.network().withNetwork(AlexNetSpec::withoutOverlap)));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return ImmutableList.of(
        Comparison.of(
            "error",
            "overlapping pooling reduces the top-1 error by 0.4 points",
            Measures.VALIDATION_ERROR,
            "overlap",
            "no overlap"),
        Comparison.of(
            "overfitting",
            "models with overlapping pooling are slightly more difficult to overfit",
            Measures.OVERFITTING,
            "overlap",
            "no overlap"));
  }
}
