package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Scale;

/** Each middle layer removed in turn. */
final class DepthExperiment implements Experiment {

  @Override
  public String name() {
    return "depth";
  }

  @Override
  public String section() {
    return "7";
  }

  @Override
  public String claim() {
    return "removing any middle layer costs accuracy";
  }

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    ImmutableList.Builder<Arm> arms = ImmutableList.builder();
    arms.add(Arm.of("whole", scale.network()));
    for (String layer : REMOVED) {
      arms.add(
          Arm.of("no " + layer, scale.network().withNetwork(spec -> spec.withoutLayer(layer))));
    }
    return arms.build();
  }

  /** Those with weights between the first and the last. */
  private static final ImmutableList<String> REMOVED =
      ImmutableList.of("conv2", "conv3", "conv4", "conv5", "fc6", "fc7");

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return REMOVED.stream()
        .map(
            layer ->
                Comparison.of(
                    layer,
                    "removing any middle layer costs about 2 points of top-1 error",
                    Measures.VALIDATION_ERROR,
                    "whole",
                    "no " + layer))
        .collect(ImmutableList.toImmutableList());
  }
}
