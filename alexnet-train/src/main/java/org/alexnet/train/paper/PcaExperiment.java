package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Scale;

/** PCA color augmentation on and off. Gray images have one principal component alone. */
final class PcaExperiment implements Experiment {

  @Override
  public String name() {
    return "pca";
  }

  @Override
  public String section() {
    return "4.1";
  }

  @Override
  public String claim() {
    return "PCA color augmentation reduces the error";
  }

  /** Colors are what it is about. */
  @Override
  public boolean isPossible(Scale scale) {
    return !scale.name().equals(Scale.FASHION.name());
  }

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(
        Arm.of("pca", scale.network()),
        Arm.of(
            "no pca",
            scale
                .network()
                .withRecipe(
                    recipe -> recipe.withAugmentation(recipe.augmentation().withPcaStd(0)))));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return ImmutableList.of(
        Comparison.of(
            "error",
            "PCA color augmentation reduces the top-1 error by over 1 point",
            Measures.VALIDATION_ERROR,
            "pca",
            "no pca"));
  }
}
