package org.alexnet.train.report;

import com.google.common.collect.ImmutableList;
import com.google.gson.Gson;
import java.util.List;
import java.util.function.Function;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.watch.LoggedSteps;

/**
 * The numbers of a run's curves as the page's script reads them.
 *
 * @param number of the run, counted from 1
 * @param name of the run
 * @param epochs numbers of the epochs, counted from 1
 * @param trainingLoss mean cross-entropy, in nats
 * @param validationLoss the same of the validation images
 * @param trainingError top-1 error with dropout and augmentation, 0 to 1
 * @param top1 error on the validation images, 0 to 1
 * @param top5 error on the validation images, 0 to 1
 * @param learningRate that of each epoch's last step
 * @param logPlaces where on the axis the points of the log of steps are; none before the first
 *     epoch
 * @param logLoss mean cross-entropy of the steps of each point, in nats
 * @param logError their mean top-1 error, 0 to 1
 * @param marks what happened on the way
 */
record Curves(
    int number,
    String name,
    List<Integer> epochs,
    List<Double> trainingLoss,
    List<Double> validationLoss,
    List<Double> trainingError,
    List<Double> top1,
    List<Double> top5,
    List<Double> learningRate,
    List<Double> logPlaces,
    List<Double> logLoss,
    List<Double> logError,
    List<Mark> marks) {
  /** More points of the log than a chart has pixels cost time and show nothing. */
  static final int MOST_POINTS = 2000;

  private static Curves of(ReportedRun run) {
    ImmutableList<EpochSummary> epochs = run.run().epochs();
    EpochAxis axis = new EpochAxis(epochs);
    List<LoggedSteps.Point> log = epochs.isEmpty() ? ImmutableList.of() : run.log().points();
    return new Curves(
        run.number(),
        run.name(),
        each(epochs, EpochSummary::epoch),
        each(epochs, EpochSummary::trainingLoss),
        each(epochs, epoch -> 0 - epoch.evaluation().logProbability()),
        each(epochs, EpochSummary::trainingError),
        each(epochs, epoch -> epoch.evaluation().top1Error()),
        each(epochs, epoch -> epoch.evaluation().top5Error()),
        each(epochs, EpochSummary::learningRate),
        each(log, point -> axis.at(point.step())),
        each(log, LoggedSteps.Point::loss),
        each(log, LoggedSteps.Point::trainingError),
        run.marks());
  }

  private static <F, T> ImmutableList<T> each(List<F> from, Function<F, T> value) {
    return from.stream().map(value).collect(ImmutableList.toImmutableList());
  }

  /** Returns the curves of runs as JSON without a character that ends a script element. */
  static String json(List<ReportedRun> runs) {
    return new Gson().toJson(runs.stream().map(Curves::of).toList()); // escapes < and > and &
  }
}
