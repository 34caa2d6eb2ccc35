package org.alexnet.train.paper;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Scale;

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

  /** Returns those that can be tested on the images of a scale. */
  public static ImmutableList<Experiment> at(Scale scale) {
    return ALL.stream()
        .filter(experiment -> experiment.isPossible(scale))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the experiment of a name.
   *
   * @throws IllegalArgumentException if there is none, or it cannot be tested at the scale
   */
  public static Experiment named(String name, Scale scale) {
    Experiment experiment = named(name);
    checkArgument(
        experiment.isPossible(scale),
        "%s cannot be tested on the images of scale %s; take one of %s",
        name,
        scale.name(),
        Scale.ALL.stream().filter(experiment::isPossible).map(Scale::name).toList());
    return experiment;
  }
}
