package org.alexnet.train.paper;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import org.alexnet.train.experiment.Experiment;

/** The paper's claims that can be run, in its order. */
public final class PaperExperiments {
  /** All of them. */
  public static final ImmutableList<Experiment> ALL =
      ImmutableList.of(
          new ReluExperiment(),
          new TwoGpusExperiment(),
          new LrnExperiment(),
          new OverlapExperiment(),
          new CropsExperiment(),
          new PcaExperiment(),
          new TenCropExperiment(),
          new DropoutExperiment(),
          new DecayExperiment(),
          new BiasOneExperiment(),
          new ScheduleExperiment(),
          new AverageExperiment(),
          new PretrainExperiment(),
          new DepthExperiment(),
          new KernelsExperiment(),
          new FeaturesExperiment());

  private PaperExperiments() {}

  /**
   * Returns the experiment of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Experiment named(String name) {
    ImmutableList<String> names =
        ALL.stream().map(Experiment::name).collect(ImmutableList.toImmutableList());
    checkArgument(names.contains(name), "the experiment must be one of %s, found %s", names, name);
    return ALL.get(names.indexOf(name));
  }
}
