package org.alexnet.train.experiment;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Closer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.evaluation.EvaluationCounter;
import org.alexnet.train.experiment.Measure.Unit;
import org.alexnet.train.prediction.Averaging;
import org.alexnet.train.prediction.KeptPredictions;
import org.alexnet.train.prediction.PredictionSource;
import org.alexnet.train.prediction.WeightSearch;

/** What experiments measure. */
public final class Measures {
  /** Top-1 error on the validation images with the center crop, at the end. */
  public static final Measure VALIDATION_ERROR =
      Measure.of(
          "top-1 validation error", Unit.PERCENT, arm -> arm.lastEpoch().evaluation().top1Error());

  /** Top-1 error on the validation images with ten crops, at the end. */
  public static final Measure TEN_CROP_ERROR =
      Measure.of(
          "top-1 validation error with ten crops",
          Unit.PERCENT,
          arm ->
              arm.run()
                  .tenCrops()
                  .orElseThrow(
                      () -> new IllegalStateException(arm.run().directory() + " is not finished"))
                  .top1Error());

  /** Top-1 error on the training images with the center crop and without dropout, at the end. */
  public static final Measure TRAINING_ERROR =
      Measure.of(
          "top-1 training error", Unit.PERCENT, arm -> arm.evaluate(Split.TRAIN).top1Error());

  /** By how much the error on validation images is higher than that on training images. */
  public static final Measure OVERFITTING =
      Measure.of(
          "top-1 validation error less training error",
          Unit.PERCENT,
          arm -> VALIDATION_ERROR.of(arm) - TRAINING_ERROR.of(arm));

  private Measures() {}

  /** Returns the mean loss of the steps of the first epochs. */
  public static Measure lossOfFirst(int epochs) {
    return Measure.of(
        "mean training loss of the first " + epochs + " epochs",
        Unit.NATS,
        arm ->
            arm.epochs().stream()
                .limit(epochs)
                .mapToDouble(EpochSummary::trainingLoss)
                .average()
                .orElseThrow());
  }

  /**
   * Returns the steps that it takes to a training error, from the means of the epochs, each of
   * which is taken to hold in the middle of its epoch and to change linearly from one to the next.
   * A network that does not get there counts with all the steps that were made, so that its time is
   * rather called too short.
   */
  public static Measure stepsToTrainingError(double error) {
    return Measure.of(
        String.format(Locale.ROOT, "steps to a training error of %.0f %%", 100 * error),
        Unit.STEPS,
        arm -> stepsTo(error, arm.epochs()));
  }

  static double stepsTo(double error, List<EpochSummary> epochs) {
    double step = 0;
    double before = 1;
    long end = 0;
    for (EpochSummary epoch : epochs) {
      double middle = (end + epoch.step()) / 2.0;
      if (epoch.trainingError() <= error) {
        double share = (before - error) / (before - epoch.trainingError());
        return step + share * (middle - step);
      }
      step = middle;
      before = epoch.trainingError();
      end = epoch.step();
    }
    return end;
  }

  /** Returns the steps after which the validation error came near its lowest for the first time. */
  public static Measure stepsToConverge(double within) {
    return Measure.of(
        String.format(
            Locale.ROOT,
            "steps until the validation error is within %.1f points of its lowest",
            100 * within),
        Unit.STEPS,
        arm -> {
          double lowest =
              arm.epochs().stream()
                  .mapToDouble(epoch -> epoch.evaluation().top1Error())
                  .min()
                  .orElseThrow();
          return arm.epochs().stream()
              .filter(epoch -> epoch.evaluation().top1Error() <= lowest + within)
              .mapToLong(EpochSummary::step)
              .findFirst()
              .orElseThrow();
        });
  }

  /**
   * Returns the validation error at the end of the epoch before a drop of the learning rate.
   *
   * @param drop counted from 1
   */
  public static Measure errorBeforeDrop(int drop) {
    return Measure.of(
        "top-1 validation error of the epoch before drop " + drop + " of the learning rate",
        Unit.PERCENT,
        arm -> arm.epochs().get(drop(drop, arm.epochs()) - 1).evaluation().top1Error());
  }

  /**
   * Returns the validation error at the end of the first epoch after a drop of the learning rate.
   *
   * @param drop counted from 1
   */
  public static Measure errorAfterDrop(int drop) {
    return Measure.of(
        "top-1 validation error of the epoch after drop " + drop + " of the learning rate",
        Unit.PERCENT,
        arm -> arm.epochs().get(drop(drop, arm.epochs())).evaluation().top1Error());
  }

  /** Returns the index of the first epoch with the learning rate after a drop. */
  private static int drop(int drop, ImmutableList<EpochSummary> epochs) {
    int[] first =
        IntStream.range(1, epochs.size())
            .filter(i -> epochs.get(i).learningRate() < epochs.get(i - 1).learningRate())
            .toArray();
    checkState(
        first.length >= drop, "the learning rate dropped %s times, not %s", first.length, drop);
    return first[drop - 1];
  }

  /**
   * Returns the error of the average of the first networks of an arm, with equal weights.
   *
   * @param networks how many
   */
  public static Measure averageError(int networks) {
    return Measure.of(
        networks == 1
            ? "top-1 validation error of one network"
            : "top-1 validation error of the average of " + networks + " networks",
        Unit.PERCENT,
        arm -> errorOf(Averaging.of(predictions(arm, networks))));
  }

  /**
   * Returns the error of the average of the first networks of an arm, whose weights were searched
   * for each half of the images on the other.
   *
   * @param networks how many
   */
  public static Measure searchedAverageError(int networks) {
    return Measure.of(
        "top-1 validation error of the average of " + networks + " networks, weights searched",
        Unit.PERCENT,
        arm -> searched(arm, networks));
  }

  private static double searched(TrainedArm arm, int networks) throws IOException {
    ImmutableList.Builder<PredictionSource> kept = ImmutableList.builder();
    try (Closer closer = Closer.create()) {
      for (PredictionSource source : predictions(arm, networks)) {
        kept.add(closer.register(KeptPredictions.of(source)));
      }
      return WeightSearch.of(kept.build(), WeightSearch.Goal.TOP_1).crossChecked().top1Error();
    }
  }

  private static ImmutableList<PredictionSource> predictions(TrainedArm arm, int networks) {
    return IntStream.range(0, networks)
        .mapToObj(i -> arm.predictions(i, Crops.CENTER))
        .collect(ImmutableList.toImmutableList());
  }

  private static double errorOf(PredictionSource source) throws IOException {
    EvaluationCounter counter = new EvaluationCounter();
    source.forEach(counter);
    return counter.evaluation().top1Error();
  }
}
