package org.alexnet.train.report;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Optional;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.Run;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.watch.LoggedSteps;

/**
 * A run on the page.
 *
 * @param number counted from 1; decides its color
 * @param name what it is called
 * @param run the run
 * @param log the log of its steps, empty where there is none, with as many points as are drawn
 * @param marks what happened on its way
 * @param filters those of its first layer, where they can be drawn
 * @param predictions of the validation images, where the data set is given
 */
record ReportedRun(
    int number,
    String name,
    Run run,
    LoggedSteps log,
    ImmutableList<Mark> marks,
    Optional<FilterFigure> filters,
    Optional<Predictions> predictions) {

  /** The row of the run in the first table. */
  record Summary(
      int number,
      String name,
      String network,
      String epochs,
      String steps,
      String trainingError,
      String top1,
      String top5,
      String lowest,
      String tenCrops) {}

  Summary summary() {
    ImmutableList<EpochSummary> epochs = run.epochs();
    Optional<EpochSummary> last = epochs.stream().reduce((a, b) -> b);
    return new Summary(
        number,
        name,
        run.checkpoint().spec().name(),
        epochs.size()
            + " of at most "
            + run.checkpoint().recipe().epochs()
            + log.divergence()
                .map(end -> "; diverged in step " + Text.whole(end.step()))
                .orElse(""),
        Text.whole(run.checkpoint().step()),
        last.map(epoch -> Text.percent(epoch.trainingError())).orElse(Text.NONE),
        last.map(epoch -> top1(epoch.evaluation())).orElse(Text.NONE),
        last.map(epoch -> top5(epoch.evaluation())).orElse(Text.NONE),
        epochs.stream()
            .min(Comparator.comparingDouble(epoch -> epoch.evaluation().top1Error()))
            .map(epoch -> top1(epoch.evaluation()) + ", epoch " + epoch.epoch())
            .orElse(Text.NONE),
        run.tenCrops().map(ten -> top1(ten) + " / " + top5(ten)).orElse(Text.NONE));
  }

  private static String top1(Evaluation evaluation) {
    return Text.percent(evaluation.top1Error());
  }

  private static String top5(Evaluation evaluation) {
    return Text.percent(evaluation.top5Error());
  }

  ImmutableList<SittingRow> sittings() {
    return SittingRow.of(number, name, run, log);
  }

  /** A row of the table of epochs. */
  record EpochRow(
      int epoch,
      String step,
      String learningRate,
      String trainingLoss,
      String trainingError,
      String top1,
      String top5,
      String logProbability) {
    static EpochRow of(EpochSummary epoch) {
      return new EpochRow(
          epoch.epoch(),
          Text.whole(epoch.step()),
          Text.number(epoch.learningRate()),
          Text.decimals(epoch.trainingLoss()),
          Text.percent(epoch.trainingError()),
          ReportedRun.top1(epoch.evaluation()),
          ReportedRun.top5(epoch.evaluation()),
          Text.decimals(epoch.evaluation().logProbability()));
    }
  }

  ImmutableList<EpochRow> epochRows() {
    return run.epochs().stream().map(EpochRow::of).collect(ImmutableList.toImmutableList());
  }
}
