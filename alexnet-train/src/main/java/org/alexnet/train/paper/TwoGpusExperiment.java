package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Scale;

/** What the second tower and the links between the towers bring. */
final class TwoGpusExperiment implements Experiment {

  @Override
  public String name() {
    return "two-gpus";
  }

  @Override
  public String section() {
    return "3.2";
  }

  @Override
  public String claim() {
    return "two towers with links have a lower error than one with half of the kernels";
  }

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(
        Arm.of("two towers", scale.network()),
        Arm.of("one tower", scale.network().withNetwork(AlexNetSpec::withOneTower)),
        Arm.of("no links", scale.network().withNetwork(AlexNetSpec::withoutLinks)),
        Arm.of("four towers", scale.network().withNetwork(spec -> spec.withTowers(4))));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return ImmutableList.of(
        Comparison.of(
            "one-tower",
            "two towers reduce the top-1 error by 1.7 points against one of half the kernels",
            Measures.VALIDATION_ERROR,
            "two towers",
            "one tower"),
        Comparison.of(
            "no-links",
            "links between the towers help",
            Measures.VALIDATION_ERROR,
            "two towers",
            "no links"),
        Comparison.of(
            "four-towers",
            "fewer links, of four towers, cost accuracy",
            Measures.VALIDATION_ERROR,
            "two towers",
            "four towers"));
  }
}
