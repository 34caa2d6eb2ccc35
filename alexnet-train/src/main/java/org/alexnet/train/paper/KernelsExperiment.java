package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measure;
import org.alexnet.train.experiment.Measure.Unit;
import org.alexnet.train.experiment.Quantity;
import org.alexnet.train.experiment.Scale;

/** Whether the kernels of one tower look at color and those of the other do not. */
final class KernelsExperiment implements Experiment {
  private static final String ARM = "two towers";

  @Override
  public String name() {
    return "kernels";
  }

  @Override
  public String section() {
    return "6.1, figure 3";
  }

  @Override
  public String claim() {
    return "the towers specialize: one is largely color-agnostic, the other color-specific, in"
        + " every run";
  }

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(Arm.of(ARM, scale.network()));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return ImmutableList.of(
        new Comparison(
            "specialization",
            "the towers' kernels differ in color more than kernels dealt at random",
            Quantity.of(
                Measure.of(
                    "difference of color selectivity by chance",
                    Unit.NUMBER,
                    arm -> ColorSelectivity.of(arm.run().checkpoint()).differenceByChance()),
                ARM),
            Quantity.of(
                Measure.of(
                    "difference of color selectivity between the towers",
                    Unit.NUMBER,
                    arm -> ColorSelectivity.of(arm.run().checkpoint()).difference()),
                ARM),
            false));
  }
}
