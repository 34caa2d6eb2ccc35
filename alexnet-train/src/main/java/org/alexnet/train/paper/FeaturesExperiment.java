package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.alexnet.common.AtomicFile;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measure;
import org.alexnet.train.experiment.Measure.Unit;
import org.alexnet.train.experiment.Quantity;
import org.alexnet.train.experiment.Scale;
import org.alexnet.train.experiment.TrainedArm;

/**
 * Whether images that are near in the last hidden layer are alike, more than those near in pixels.
 */
final class FeaturesExperiment implements Experiment {
  private static final String ARM = "paper";

  @Override
  public String name() {
    return "features";
  }

  @Override
  public String section() {
    return "6.1, figure 4";
  }

  @Override
  public String claim() {
    return "images whose features of the last hidden layer are near are alike, though their pixels"
        + " are not near";
  }

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(Arm.of(ARM, scale.network()));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return ImmutableList.of(
        new Comparison(
            "nearest",
            "of the six nearest images fewer have the same class by pixels than by features",
            Quantity.of(share("pixels", true), ARM),
            Quantity.of(share("features of the last hidden layer", false), ARM),
            false));
  }

  /** Figure 4. */
  @Override
  public void draw(Map<String, TrainedArm> arms, Path folder) throws IOException {
    AtomicFile.write(folder.resolve("figure-4.svg"), FeaturesFigure.svg(arms.get(ARM)));
  }

  private static Measure share(String space, boolean pixels) {
    return Measure.of(
        "share of the " + NearestImages.NEAREST + " nearest images of the same class by " + space,
        Unit.PERCENT,
        arm -> NearestImages.of(arm, pixels).precision());
  }
}
