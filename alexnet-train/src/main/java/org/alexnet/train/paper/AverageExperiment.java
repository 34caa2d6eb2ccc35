package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measure;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Quantity;
import org.alexnet.train.experiment.Scale;

/** One, three and five networks of different seeds, averaged. */
final class AverageExperiment implements Experiment {

  @Override
  public String name() {
    return "average";
  }

  @Override
  public String section() {
    return "6";
  }

  @Override
  public String claim() {
    return "the average of several networks has a lower error than one";
  }

  private static final String ARM = "five networks";

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    return ImmutableList.of(Arm.of(ARM, scale.network()).withNetworks(5));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return ImmutableList.of(
        comparison(
            "three",
            "averages of networks have lower errors than one",
            Measures.averageError(3),
            Measures.averageError(1)),
        comparison(
            "five",
            "the average of five networks has 16.4 % top-5 error where one has 18.2 %",
            Measures.averageError(5),
            Measures.averageError(1)),
        comparison(
            "five-of-three",
            "more networks are better",
            Measures.averageError(5),
            Measures.averageError(3)),
        comparison(
            "searched",
            "weights that were searched are better than equal ones",
            Measures.searchedAverageError(5),
            Measures.averageError(5)));
  }

  private static Comparison comparison(String name, String claim, Measure lower, Measure higher) {
    return new Comparison(name, claim, Quantity.of(lower, ARM), Quantity.of(higher, ARM), false);
  }
}
