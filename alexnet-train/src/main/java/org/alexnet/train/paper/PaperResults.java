package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Scale;
import org.alexnet.train.proto.ComparisonResult;
import org.alexnet.train.proto.ExperimentResult;

/**
 * What experiments have found, one result of each at a scale.
 *
 * @param results the larger scales of an experiment first
 */
public record PaperResults(ImmutableList<ExperimentResult> results) {

  /** Returns those that come with the library: measured as each of them says. */
  public static PaperResults recorded() {
    ImmutableList.Builder<ExperimentResult> found = ImmutableList.builder();
    for (Experiment experiment : PaperExperiments.ALL) {
      for (Scale scale : Scale.ALL.reverse()) {
        recorded(experiment, scale).ifPresent(found::add);
      }
    }
    return new PaperResults(found.build());
  }

  private static Optional<ExperimentResult> recorded(Experiment experiment, Scale scale) {
    String name = "results/" + experiment.name() + "-" + scale.name() + ".json";
    try (InputStream in = PaperResults.class.getResourceAsStream(name)) {
      if (in == null) {
        return Optional.empty();
      }
      ExperimentResult.Builder result = ExperimentResult.newBuilder();
      JsonFormat.parser().merge(new InputStreamReader(in, StandardCharsets.UTF_8), result);
      return Optional.of(result.build());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " is damaged", e);
    }
  }

  /** Returns what was found by an experiment. */
  public List<ExperimentResult> of(String experiment) {
    return results.stream().filter(result -> result.getExperiment().equals(experiment)).toList();
  }

  /** Returns a comparison of a result; nothing if it was not made at that scale. */
  static Optional<ComparisonResult> comparison(ExperimentResult result, String name) {
    return result.getComparisonsList().stream()
        .filter(comparison -> comparison.getName().equals(name))
        .findFirst();
  }
}
