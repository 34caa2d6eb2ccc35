package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import java.util.function.ToDoubleFunction;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measure;
import org.alexnet.train.experiment.Measure.Unit;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Quantity;
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
            .asRatio(),
        new Comparison(
            "geometric-mean",
            "halving the outputs is near the geometric mean of what the networks of dropout"
                + " predict, nearer than one of these",
            Quantity.of(
                divergence("the network at test", DropoutNetworks::divergenceAtTest), "dropout"),
            Quantity.of(divergence("one of them", DropoutNetworks::divergenceOfOne), "dropout"),
            true),
        new Comparison(
            "geometric-not-arithmetic",
            "it is nearer to the geometric mean than the arithmetic mean is",
            Quantity.of(
                divergence("the network at test", DropoutNetworks::divergenceAtTest), "dropout"),
            Quantity.of(
                divergence("their arithmetic mean", DropoutNetworks::divergenceOfArithmeticMean),
                "dropout"),
            true));
  }

  private static Measure divergence(String of, ToDoubleFunction<DropoutNetworks> divergence) {
    return Measure.of(
        "divergence of "
            + of
            + " from the geometric mean of "
            + DropoutNetworks.NETWORKS
            + " networks of dropout",
        Unit.NATS,
        arm -> divergence.applyAsDouble(DropoutNetworks.of(arm)));
  }
}
