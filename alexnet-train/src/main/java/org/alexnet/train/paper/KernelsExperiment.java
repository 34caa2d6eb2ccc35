package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.alexnet.common.AtomicFile;
import org.alexnet.graph.report.FilterGrid;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.CheckpointValues;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measure;
import org.alexnet.train.experiment.Measure.Unit;
import org.alexnet.train.experiment.Quantity;
import org.alexnet.train.experiment.Scale;
import org.alexnet.train.experiment.TrainedArm;

/** Whether the kernels of one tower look at color and those of the other do not. */
final class KernelsExperiment implements Experiment {
  private static final String ARM = "two towers";

  /** Pixels of the figure for each weight, across and down. */
  private static final int ENLARGED = 4;

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

  /** Colors are what it is about. */
  @Override
  public boolean isPossible(Scale scale) {
    return !scale.name().equals(Scale.FASHION.name());
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

  /** Figure 3: the kernels of the first layer. */
  @Override
  public void draw(Map<String, TrainedArm> arms, Path folder) throws IOException {
    Checkpoint checkpoint = arms.get(ARM).run().checkpoint();
    ImmutableList<Parameter> weights = FilterGrid.parameters(checkpoint.spec());
    FilterGrid grid = FilterGrid.of(weights, CheckpointValues.read(checkpoint, weights));
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(grid.image(ENLARGED), "png", png);
    AtomicFile.write(folder.resolve("figure-3.png"), png.toByteArray());
  }
}
