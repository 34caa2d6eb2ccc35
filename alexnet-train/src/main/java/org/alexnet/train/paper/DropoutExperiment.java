package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
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
import org.alexnet.train.experiment.Setup;
import org.alexnet.train.experiment.TrainedArm;

/** With and without dropout. */
final class DropoutExperiment implements Experiment {
  private static final String WITH = "dropout";
  private static final String WITH_SLOWER = "dropout at a lower rate";
  private static final String WITHOUT_SLOWER = "no dropout at a lower rate";

  /**
   * Of small networks without dropout, whose sums have twice as many terms: at the paper's 0.01,
   * and at 0.005, they learn nothing. Ours.
   */
  private static final double LOWER_RATE = 0.003;

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
    Setup slower =
        scale.equals(Scale.IMAGENET)
            ? scale.network()
            : scale.network().withRecipe(recipe -> recipe.withLearningRate(LOWER_RATE));
    return ImmutableList.of(
        Arm.of(WITH, scale.network()),
        Arm.of(WITH_SLOWER, slower),
        Arm.of(WITHOUT_SLOWER, slower.withNetwork(AlexNetSpec::withoutDropout)));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    Divergences divergences = new Divergences();
    return ImmutableList.of(
        Comparison.of(
            "overfitting",
            "without dropout the network overfits substantially",
            Measures.OVERFITTING,
            WITH_SLOWER,
            WITHOUT_SLOWER),
        Comparison.of(
            "error",
            "dropout reduces the error",
            Measures.VALIDATION_ERROR,
            WITH_SLOWER,
            WITHOUT_SLOWER),
        Comparison.of(
                "convergence",
                "dropout about doubles the steps that it takes to converge",
                Measures.stepsToConverge(NEAR),
                WITHOUT_SLOWER,
                WITH_SLOWER)
            .asRatio(),
        divergences.compared(
            "geometric-mean",
            "halving the outputs approximates the geometric mean, so it is nearer than not halving",
            "the network at test if its outputs are not halved",
            DropoutNetworks::divergenceOfWhole),
        divergences.compared(
            "geometric-and-one",
            "and nearer than one of the networks of dropout",
            "one network of dropout",
            DropoutNetworks::divergenceOfOne),
        divergences.compared(
            "geometric-not-arithmetic",
            "and nearer than the arithmetic mean",
            "the arithmetic mean of " + DropoutNetworks.NETWORKS + " others",
            DropoutNetworks::divergenceOfArithmeticMean));
  }

  /** How far predictions are from a geometric mean; networks are sampled once for each seed. */
  private static final class Divergences {
    private static final String FROM =
        " from the geometric mean of " + DropoutNetworks.NETWORKS + " networks of dropout";

    private final Map<TrainedArm, DropoutNetworks> sampled = new HashMap<>();

    /** Returns the comparison of the network at test with something that is farther. */
    Comparison compared(
        String name, String claim, String farther, ToDoubleFunction<DropoutNetworks> divergence) {
      return new Comparison(
          name,
          claim,
          of("the network at test", DropoutNetworks::divergenceOfHalved),
          of(farther, divergence),
          true);
    }

    private Quantity of(String what, ToDoubleFunction<DropoutNetworks> divergence) {
      return Quantity.of(
          Measure.of(
              "divergence of " + what + FROM,
              Unit.NATS,
              arm -> divergence.applyAsDouble(networks(arm))),
          WITH);
    }

    private DropoutNetworks networks(TrainedArm arm) throws IOException {
      if (!sampled.containsKey(arm)) {
        sampled.put(arm, DropoutNetworks.of(arm));
      }
      return sampled.get(arm);
    }
  }
}
