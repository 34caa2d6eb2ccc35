package org.alexnet.train.report;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.samskivert.mustache.Mustache;
import java.io.StringReader;
import java.util.List;
import org.alexnet.common.LibraryVersion;
import org.alexnet.train.report.ReportedRun.EpochRow;
import org.alexnet.train.report.ReportedRun.Summary;

/** What the template {@code page.mustache} reads, by the names that it uses. */
record Page(
    String title,
    String version,
    ImmutableList<Summary> summaries,
    boolean hasCurves,
    String curves,
    LossAxis lossAxis,
    ImmutableList<Marked> marked,
    ImmutableList<Epochs> epochs,
    ImmutableList<Fact> recipe,
    ImmutableList<NetworkSection> networks,
    ImmutableList<Fact> provenance,
    ImmutableList<SittingRow> sittings,
    ImmutableList<Filters> filters,
    boolean hasPredictions,
    ImmutableList<PredictionSection> predictions,
    String plotScript,
    String plotStyle,
    String script,
    String style) {

  /** A mark with its run. */
  record Marked(int run, String name, int number, String place, String text) {}

  /** The epochs of a run. */
  record Epochs(int number, String name, ImmutableList<EpochRow> rows) {}

  /** The filters of a run. */
  record Filters(int number, String name, String caption, ImmutableList<Picture> pictures) {}

  /**
   * Returns the page of some runs.
   *
   * @param imageSize side of the stored images, in pixels; of no meaning without predictions
   */
  static Page of(List<ReportedRun> runs, int imageSize) {
    return new Page(
        "Report: " + runs.stream().map(ReportedRun::name).collect(joining(", ")),
        LibraryVersion.get(),
        runs.stream().map(ReportedRun::summary).collect(toImmutableList()),
        runs.stream().anyMatch(run -> !run.run().epochs().isEmpty()),
        Curves.json(runs),
        LossAxis.of(runs),
        runs.stream().flatMap(run -> marked(run).stream()).collect(toImmutableList()),
        runs.stream()
            .map(run -> new Epochs(run.number(), run.name(), run.epochRows()))
            .collect(toImmutableList()),
        Fact.table(
            runs.stream().map(run -> RecipeFacts.of(run.run().checkpoint().recipe())).toList()),
        NetworkSection.of(runs),
        Fact.table(runs.stream().map(run -> ProvenanceFacts.of(run.run())).toList()),
        runs.stream().flatMap(run -> run.sittings().stream()).collect(toImmutableList()),
        runs.stream().map(Page::filters).collect(toImmutableList()),
        runs.stream().anyMatch(run -> run.predictions().isPresent()),
        runs.stream()
            .flatMap(
                run ->
                    run.predictions().stream()
                        .map(made -> PredictionSection.of(run, made, imageSize)))
            .collect(toImmutableList()),
        Resources.plot("dist/uPlot.iife.min.js"),
        Resources.plot("dist/uPlot.min.css"),
        Resources.own("report.js"),
        Resources.own("report.css"));
  }

  private static ImmutableList<Marked> marked(ReportedRun run) {
    return run.marks().stream()
        .map(mark -> new Marked(run.number(), run.name(), mark.number(), mark.place(), mark.text()))
        .collect(toImmutableList());
  }

  private static Filters filters(ReportedRun run) {
    return new Filters(
        run.number(),
        run.name(),
        run.filters().map(FilterFigure::caption).orElse("The first layer has no filters to draw."),
        run.filters().stream().map(FilterFigure::picture).collect(toImmutableList()));
  }

  /** Returns the page as HTML. */
  String html() {
    return Mustache.compiler()
        .escapeHTML(true)
        .strictSections(true)
        .zeroIsFalse(true)
        .withLoader(name -> new StringReader(Resources.own(name + ".mustache")))
        .compile(Resources.own("page.mustache"))
        .execute(this);
  }
}
