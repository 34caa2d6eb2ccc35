package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Scale;

/** Random crops and flips against the center crop alone. */
final class CropsExperiment implements Experiment {

  @Override
  public String name() {
    return "crops";
  }

  @Override
  public String section() {
    return "4.1";
  }

  @Override
  public String claim() {
    return "without random crops and reflections the network overfits substantially";
  }

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(
        Arm.of("crops and flips", scale.network()),
        Arm.of(
            "center crop",
            scale
                .network()
                .withRecipe(
                    recipe ->
                        recipe.withAugmentation(
                            recipe.augmentation().withRandomCrop(false).withFlip(false)))));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return ImmutableList.of(
        Comparison.of(
            "overfitting",
            "crops and flips reduce overfitting",
            Measures.OVERFITTING,
            "crops and flips",
            "center crop"),
        Comparison.of(
            "error",
            "without them the network would have to be much smaller: its error is higher",
            Measures.VALIDATION_ERROR,
            "crops and flips",
            "center crop"));
  }
}
