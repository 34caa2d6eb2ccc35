package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Quantity;
import org.alexnet.train.experiment.Scale;

/** One crop of an image against ten, of the same networks. */
final class TenCropExperiment implements Experiment {

  @Override
  public String name() {
    return "ten-crop";
  }

  @Override
  public String section() {
    return "4.1";
  }

  @Override
  public String claim() {
    return "the average over ten crops has a lower error than the center crop";
  }

  private static final String ARM = "paper";

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(Arm.of(ARM, scale.network()));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return ImmutableList.of(
        new Comparison(
            "error",
            "one crop alone has 39.0 % where ten have 37.5 % top-1 error",
            Quantity.of(Measures.TEN_CROP_ERROR, ARM),
            Quantity.of(Measures.VALIDATION_ERROR, ARM),
            false));
  }
}
