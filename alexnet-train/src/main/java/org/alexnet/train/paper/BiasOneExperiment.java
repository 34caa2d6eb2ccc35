package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Scale;

/** Biases that begin with 1, so that ReLUs get positive inputs, against 0 in all layers. */
final class BiasOneExperiment implements Experiment {

  @Override
  public String name() {
    return "bias-one";
  }

  @Override
  public String section() {
    return "5";
  }

  @Override
  public String claim() {
    return "biases of 1 accelerate the early stages of learning";
  }

  /** The early stages, by our own definition: a third of the epochs at the small scales. */
  private static final int EARLY = 4;

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(
        Arm.of("bias 1", scale.network()),
        Arm.of("bias 0", scale.network().withNetwork(BiasOneExperiment::withBiasesOfZero)));
  }

  private static AlexNetSpec withBiasesOfZero(AlexNetSpec spec) {
    return spec.withLayers(
        "biases of 0",
        layer -> {
          if (layer instanceof Conv conv) {
            return conv.withInitializer(new Initializer(conv.initializer().weightStd(), 0));
          }
          return layer instanceof Dense dense
              ? dense.withInitializer(new Initializer(dense.initializer().weightStd(), 0))
              : layer;
        });
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return ImmutableList.of(
        Comparison.of(
            "loss",
            "the loss falls faster at first with biases of 1",
            Measures.lossOfFirst(EARLY),
            "bias 1",
            "bias 0"));
  }
}
