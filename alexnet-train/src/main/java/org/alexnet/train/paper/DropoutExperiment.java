package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Scale;

/** With and without dropout. */
final class DropoutExperiment implements Experiment {

  @Override
  public String name() {
    return "dropout";
  }

  @Override
  public String section() {
    return "4.2";
  }

  @Override
  public String claim() {
    return "dropout reduces overfitting and about doubles the steps to converge";
  }

  /** How near the lowest error counts as converged; ours, the paper does not define it. */
  private static final double NEAR = 0.01;

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(
        Arm.of("dropout", scale.network()),
        Arm.of("no dropout", scale.network().withNetwork(AlexNetSpec::withoutDropout)));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return ImmutableList.of(
        Comparison.of(
            "overfitting",
            "without dropout the network overfits substantially",
            Measures.OVERFITTING,
            "dropout",
            "no dropout"),
        Comparison.of(
            "error",
            "dropout reduces the error",
            Measures.VALIDATION_ERROR,
            "dropout",
            "no dropout"),
        Comparison.of(
                "convergence",
                "dropout about doubles the steps that it takes to converge",
                Measures.stepsToConverge(NEAR),
                "no dropout",
                "dropout")
            .asRatio());
  }
}
