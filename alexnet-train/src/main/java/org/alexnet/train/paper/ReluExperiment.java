package org.alexnet.train.paper;

import static org.alexnet.graph.spec.Activation.Kind.RELU;
import static org.alexnet.graph.spec.Activation.Kind.SIGMOID;
import static org.alexnet.graph.spec.Activation.Kind.TANH;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.optimizer.Constant;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.spec.Activation;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measure;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Role;
import org.alexnet.train.experiment.Scale;
import org.alexnet.train.experiment.Setup;

/**
 * Figure 1: how fast a four-layer network reaches a training error of 25 % with each non-linearity.
 */
final class ReluExperiment implements Experiment {

  @Override
  public String name() {
    return "relu";
  }

  @Override
  public String section() {
    return "3.1, figure 1";
  }

  @Override
  public String claim() {
    return "ReLUs train several times faster than saturating units";
  }

  /** Caption of figure 1. */
  private static final double ENOUGH = 0.25;

  /** The caption has each network's chosen apart, and no numbers: ten times up and down. */
  private static final ImmutableList<Double> LEARNING_RATES =
      ImmutableList.of(0.0001, 0.001, 0.01, 0.1);

  /** The caption is of CIFAR-10's images; gray ones of the same size do as well. */
  @Override
  public boolean isPossible(Scale scale) {
    return !scale.name().equals(Scale.IMAGENET.name());
  }

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(arm(scale, RELU), arm(scale, TANH), arm(scale, SIGMOID));
  }

  private static Arm arm(Scale scale, Activation.Kind kind) {
    Setup setup =
        scale
            .fourLayers()
            .withNetwork(spec -> spec.withActivation(kind))
            .withRecipe(
                recipe ->
                    recipe
                        .withOptimizer(new SgdMomentum(0.9, 0)) // no regularization: figure 1
                        .withSchedule(new Constant()));
    return Arm.of(kind.toString(), setup)
        .on(Role.SMALL)
        .withBestOf(LEARNING_RATES)
        .untilTrainingError(ENOUGH);
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    Measure steps = Measures.stepsToTrainingError(ENOUGH);
    return ImmutableList.of(
        Comparison.of("tanh", "tanh takes six times as long", steps, "relu", "tanh").asRatio(),
        Comparison.of("sigmoid", "saturating units take longer", steps, "relu", "sigmoid")
            .asRatio());
  }
}
