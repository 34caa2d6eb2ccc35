package org.alexnet.train.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.alexnet.train.watch.LoggedSteps;

/**
 * The axis of losses. A run that diverges has losses beside which all others are one flat line, so
 * that they are cut off, or where they are most of all shown by their magnitude.
 *
 * @param kind how values lie on it
 * @param end where it ends, if it is cut off
 * @param note what a reader has to know of it, nothing of a usual one
 */
record LossAxis(Kind kind, double end, String note) {

  /** How values lie on the axis; the page's script reads the names. */
  enum Kind {
    /** Evenly, all of them. */
    WHOLE,
    /** Evenly, up to the end. */
    CUT,
    /** By their logarithms, all of them. */
    LOGARITHMIC
  }

  /** A loss that is so many times that of guessing is none of a network that learns. */
  private static final double HUGE = 10;

  private static final double END = 2;

  /** Returns the axis for the losses of some runs. */
  static LossAxis of(List<ReportedRun> runs) {
    double guessing =
        runs.stream()
            .mapToDouble(run -> Math.log(Math.max(2, run.run().checkpoint().spec().classCount())))
            .max()
            .orElseThrow();
    return of(guessing, runs.stream().flatMapToDouble(LossAxis::losses).toArray());
  }

  private static DoubleStream losses(ReportedRun run) {
    return DoubleStream.concat(
        run.log().points().stream().mapToDouble(LoggedSteps.Point::loss),
        run.run().epochs().stream()
            .flatMapToDouble(
                epoch ->
                    DoubleStream.of(epoch.trainingLoss(), -epoch.evaluation().logProbability())));
  }

  /**
   * Returns the axis for some losses.
   *
   * @param guessing the loss of a network that guesses
   */
  static LossAxis of(double guessing, double[] losses) {
    double highest = DoubleStream.of(losses).max().orElse(0);
    if (!(highest > HUGE * guessing)) {
      return new LossAxis(Kind.WHOLE, 0, "");
    }
    double end = END * guessing;
    long inside = DoubleStream.of(losses).filter(loss -> loss <= end).count();
    return 2 * inside < losses.length
        ? new LossAxis(
            Kind.LOGARITHMIC,
            0,
            String.format(Locale.ROOT, ". The axis is logarithmic; the highest is %.3g", highest))
        : new LossAxis(
            Kind.CUT,
            end,
            String.format(
                Locale.ROOT,
                ". The axis ends at twice the loss of guessing, %.3f; the highest is %.3g",
                end,
                highest));
  }
}
