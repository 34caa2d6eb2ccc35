package org.alexnet.train.experiment;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.alexnet.train.experiment.Measure.Unit;
import org.alexnet.train.proto.ArmResult;
import org.alexnet.train.proto.ComparisonResult;
import org.alexnet.train.proto.CurvePoint;
import org.alexnet.train.proto.ExperimentData;
import org.alexnet.train.proto.ExperimentResult;
import org.alexnet.train.proto.SeedResult;

/** The result of an experiment in Markdown: tables that people read as they are, too. */
public final class ResultText {
  private ResultText() {}

  /** Returns everything: what was trained, what was found, and with what. */
  public static String whole(ExperimentResult result) {
    return String.format(
        Locale.ROOT,
        "# %s: %s%n%nPaper, section %s. Scale %s, seeds %s.%n%n%s%n%s%n%s%n",
        result.getExperiment(),
        result.getClaim(),
        result.getSection(),
        result.getScale(),
        result.getSeedsList().stream().map(String::valueOf).collect(joining(", ")),
        arms(result),
        comparisons(result),
        provenance(result));
  }

  /** Returns a table of what was trained. */
  public static String arms(ExperimentResult result) {
    return MarkdownTable.of(armRows(result));
  }

  /** Returns a table of what was compared. */
  public static String comparisons(ExperimentResult result) {
    return MarkdownTable.of(comparisonRows(result));
  }

  /** Returns the rows of a table of what was trained, its heading first. */
  static ImmutableList<List<String>> armRows(ExperimentResult result) {
    ImmutableList.Builder<List<String>> rows = ImmutableList.builder();
    rows.add(
        List.of(
            "network",
            "learning rate",
            "steps",
            "training loss",
            "training error",
            "validation error",
            "time of a seed"));
    for (ArmResult arm : result.getArmsList()) {
      rows.add(
          List.of(
              arm.getName(),
              rate(arm),
              mean(arm, "%,.0f", SeedResult::getSteps),
              mean(arm, "%.3f", seed -> last(seed).getTrainingLoss()),
              mean(arm, "%.1f %%", seed -> 100 * last(seed).getTrainingError()),
              mean(arm, "%.1f %%", seed -> 100 * last(seed).getValidationError()),
              mean(arm, "%,.0f s", SeedResult::getSeconds)));
    }
    return rows.build();
  }

  /** Returns the rows of a table of what was compared, its heading first. */
  static ImmutableList<List<String>> comparisonRows(ExperimentResult result) {
    ImmutableList.Builder<List<String>> rows = ImmutableList.builder();
    rows.add(
        List.of("the paper says", "compared", "found", "difference (95 % interval)", "verdict"));
    for (ComparisonResult each : result.getComparisonsList()) {
      rows.add(
          List.of(
              each.getClaim(),
              each.getLeft() + "; " + each.getRight(),
              values(each, each.getLeftValuesList())
                  + "; "
                  + values(each, each.getRightValuesList()),
              difference(each),
              each.getVerdict()
                  + (each.getLearnedNothingCount() == 0 ? "" : ": " + learnedNothing(each))));
    }
    return rows.build();
  }

  /** Returns with what it was found, in lines. */
  public static String provenance(ExperimentResult result) {
    StringBuilder text = new StringBuilder();
    for (ExperimentData data : result.getDataList()) {
      text.append(
          String.format(
              Locale.ROOT,
              "Data: %s, %,d training and %,d validation images of %d classes at %dx%d pixels,"
                  + " fingerprint %.12s.%n",
              data.getSource(),
              data.getTrainingImages(),
              data.getValidationImages(),
              data.getClasses(),
              data.getImageSize(),
              data.getImageSize(),
              data.getFingerprint()));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "Machine: %s, %d cores, %s, Java %s, TensorFlow %s, library %s%s; %,.0f min.%n",
                result.getMachine().getProcessor(),
                result.getMachine().getCores(),
                result.getMachine().getOperatingSystem(),
                result.getMachine().getJavaVersion(),
                result.getMachine().getTensorflowVersion(),
                result.getMachine().getLibraryVersion(),
                result.getMachine().getCommit().isEmpty()
                    ? ""
                    : ", commit " + result.getMachine().getCommit(),
                seconds(result) / 60))
        .toString();
  }

  /** Returns the time of all that was trained for the seeds; searches aside. */
  public static double seconds(ExperimentResult result) {
    return result.getArmsList().stream()
        .flatMap(arm -> arm.getSeedsList().stream())
        .mapToDouble(SeedResult::getSeconds)
        .sum();
  }

  /**
   * Returns the difference of a comparison with its interval: {@code -1.2 (-2.0 to -0.4) points}.
   */
  public static String difference(ComparisonResult comparison) {
    if (comparison.getRatio()) {
      return String.format(
          Locale.ROOT,
          comparison.getDifference() < 0.1 ? "x %.4f (%.4f to %.4f)" : "x %.2f (%.2f to %.2f)",
          comparison.getDifference(),
          comparison.getLow(),
          comparison.getHigh());
    }
    Unit unit = Unit.valueOf(comparison.getUnit());
    double factor = unit == Unit.PERCENT ? 100 : 1;
    String format =
        unit == Unit.PERCENT ? "%+.1f (%+.1f to %+.1f) points" : "%+.3f (%+.3f to %+.3f)";
    return String.format(
        Locale.ROOT,
        format,
        factor * comparison.getDifference(),
        factor * comparison.getLow(),
        factor * comparison.getHigh());
  }

  /** Returns which networks learned nothing, as the rest of a sentence. */
  public static String learnedNothing(ComparisonResult comparison) {
    return comparison.getLearnedNothingCount() == 0
        ? ""
        : comparison.getLearnedNothingList().stream()
            .collect(joining("\" and \"", "\"", "\" learned nothing"));
  }

  private static String values(ComparisonResult comparison, List<Double> values) {
    String format =
        switch (Unit.valueOf(comparison.getUnit())) {
          case PERCENT -> "%.1f %%";
          case STEPS -> "%,.0f";
          case NATS, NUMBER -> "%.3f";
        };
    double factor = comparison.getUnit().equals(Unit.PERCENT.name()) ? 100 : 1;
    return values.stream()
        .map(value -> String.format(Locale.ROOT, format, factor * value))
        .collect(joining(", "));
  }

  private static String rate(ArmResult arm) {
    return plain(arm.getLearningRate())
        + (arm.getTriedCount() == 0
            ? ""
            : arm.getTriedList().stream()
                .map(tried -> plain(tried.getLearningRate()))
                .collect(joining(", ", " (of ", ")")));
  }

  private static String plain(double rate) {
    return BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
  }

  private static CurvePoint last(SeedResult seed) {
    return seed.getCurve(seed.getCurveCount() - 1);
  }

  private static String mean(ArmResult arm, String format, ToDoubleFunction<SeedResult> value) {
    return String.format(
        Locale.ROOT,
        format,
        arm.getSeedsList().stream().mapToDouble(value).average().orElseThrow());
  }
}
