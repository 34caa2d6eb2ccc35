package org.alexnet.train.report;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.alexnet.common.AtomicFile;
import org.alexnet.data.Dataset;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.Run;
import org.alexnet.train.watch.LoggedSteps;

/**
 * A page about runs, one file of HTML that needs no other: curves, filters, recipes, networks and
 * where it all comes from; with the data set also what the networks say of its validation images.
 *
 * <pre>{@code
 * Report.of(List.of(Run.open(Path.of("run")))).withData(dataset).write(Path.of("report.html"));
 * }</pre>
 */
public final class Report {
  /** The most runs on a page: each has a color of its own. */
  public static final int MOST_RUNS = 8;

  private final ImmutableList<Run> runs;
  private final ImmutableList<String> names;
  private final Optional<Dataset> dataset;
  private final Function<AlexNetSpec, PlacedNetwork> placement;

  private Report(
      ImmutableList<Run> runs,
      ImmutableList<String> names,
      Optional<Dataset> dataset,
      Function<AlexNetSpec, PlacedNetwork> placement) {
    this.runs = runs;
    this.names = names;
    this.dataset = dataset;
    this.placement = placement;
  }

  /**
   * Returns the page of some runs, beside each other.
   *
   * @param runs 1 to {@value #MOST_RUNS} different ones
   */
  public static Report of(List<Run> runs) {
    checkArgument(
        !runs.isEmpty() && runs.size() <= MOST_RUNS,
        "runs must be 1 to %s, found %s",
        MOST_RUNS,
        runs.size());
    ImmutableList<String> names = Names.of(runs.stream().map(Run::directory).toList());
    return new Report(ImmutableList.copyOf(runs), names, Optional.empty(), PlacedNetwork::detect);
  }

  /**
   * Returns a copy with what the networks say of the validation images.
   *
   * @param dataset the data set that all of the runs were trained on
   * @throws IllegalArgumentException if one was trained on another
   */
  public Report withData(Dataset dataset) {
    runs.forEach(run -> run.requireDataset(dataset));
    return new Report(runs, names, Optional.of(dataset), placement);
  }

  /**
   * Returns a copy that predicts on these devices; on the best ones found without.
   *
   * @param placement gives each network its devices
   */
  public Report withPlacement(Function<AlexNetSpec, PlacedNetwork> placement) {
    return new Report(runs, names, dataset, placement);
  }

  /**
   * Writes the page, whole or not at all; a file that is there is replaced.
   *
   * @param file where to
   * @throws IOException if it is a folder, or something cannot be read or written
   */
  public void write(Path file) throws IOException {
    AtomicFile.requireWritable(file);
    AtomicFile.write(file, html());
  }

  /**
   * Returns the page.
   *
   * @throws IOException if something cannot be read
   */
  public String html() throws IOException {
    ImmutableList.Builder<ReportedRun> reported = ImmutableList.builder();
    int mark = 1;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      LoggedSteps log =
          LoggedSteps.read(run.directory(), run.checkpoint().step()).thinned(Curves.MOST_POINTS);
      ImmutableList<Mark> marks = Marks.of(run, log, mark);
      mark += marks.size();
      Optional<Predictions> predictions = Optional.empty();
      if (dataset.isPresent()) {
        PlacedNetwork network = placement.apply(run.checkpoint().spec());
        predictions = Optional.of(Predictions.of(run.checkpoint(), network, dataset.get()));
      }
      reported.add(
          new ReportedRun(
              i + 1,
              names.get(i),
              run,
              log,
              marks,
              FilterFigure.of(run.checkpoint()),
              predictions));
    }
    return Page.of(reported.build(), dataset.map(Dataset::imageSize).orElse(0)).html();
  }
}
