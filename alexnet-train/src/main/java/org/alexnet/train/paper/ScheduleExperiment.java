package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.optimizer.Constant;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Quantity;
import org.alexnet.train.experiment.Scale;

/** The validation error before and after each drop of the learning rate. */
final class ScheduleExperiment implements Experiment {

  @Override
  public String name() {
    return "schedule";
  }

  @Override
  public String section() {
    return "5";
  }

  @Override
  public String claim() {
    return "each drop of the learning rate reduces the error";
  }

  private static final String ARM = "paper";

  /** Drops at the small scales; the paper made three by hand. */
  private static final int DROPS = 2;

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(
        Arm.of(ARM, scale.network()),
        Arm.of(
            "constant", scale.network().withRecipe(recipe -> recipe.withSchedule(new Constant()))));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    ImmutableList.Builder<Comparison> comparisons = ImmutableList.builder();
    for (int drop = 1; drop <= DROPS; drop++) {
      comparisons.add(
          new Comparison(
              "drop-" + drop,
              "a tenth of the learning rate reduces the validation error that had stopped improving",
              Quantity.of(Measures.errorAfterDrop(drop), ARM),
              Quantity.of(Measures.errorBeforeDrop(drop), ARM),
              false));
    }
    comparisons.add(
        Comparison.of(
            "error",
            "with the drops the error ends lower than without",
            Measures.VALIDATION_ERROR,
            ARM,
            "constant"));
    return comparisons.build();
  }
}
