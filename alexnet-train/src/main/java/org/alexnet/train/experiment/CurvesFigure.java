package org.alexnet.train.experiment;

import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.alexnet.graph.report.Svg;
import org.alexnet.train.proto.ArmResult;
import org.alexnet.train.proto.CurvePoint;
import org.alexnet.train.proto.ExperimentResult;
import org.alexnet.train.proto.SeedResult;

/**
 * The errors of an experiment over its epochs as SVG, as figure 1 of the paper has them: of each
 * arm, by its color, the mean training error of each epoch, dashed, and the validation error after
 * it. Each seed has a line of its own. Where one arm has many times the epochs of another, their
 * axis is logarithmic.
 */
public final class CurvesFigure {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 50;
  private static final int RIGHT = 160;
  private static final int TOP = 20;
  private static final int BOTTOM = 40;

  /** Okabe and Ito's, which people with any color vision tell apart. */
  private static final List<String> COLORS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");

  /** Epochs of the longest arm to those of the shortest from which on the axis is logarithmic. */
  private static final int MANY = 4;

  private final Svg svg = new Svg();
  private final int epochs;
  private final boolean logarithmic;

  private CurvesFigure(IntSummaryStatistics epochs) {
    this.epochs = Math.max(1, epochs.getMax());
    this.logarithmic = epochs.getMax() >= MANY * epochs.getMin();
  }

  /** Returns the drawing. */
  public static String svg(ExperimentResult result) {
    CurvesFigure figure =
        new CurvesFigure(
            result.getArmsList().stream()
                .flatMap(arm -> arm.getSeedsList().stream())
                .mapToInt(SeedResult::getCurveCount)
                .summaryStatistics());
    figure.axes();
    for (int i = 0; i < result.getArmsCount(); i++) {
      figure.arm(result.getArms(i), i);
    }
    return figure.svg.document(
        WIDTH, HEIGHT, result.getExperiment() + " at scale " + result.getScale());
  }

  private void axes() {
    for (int percent = 0; percent <= 100; percent += 25) {
      double y = y(percent / 100.0);
      svg.line(LEFT, y, WIDTH - RIGHT, y, "#ddd", false);
      svg.text(LEFT - 20, y + 4, percent + " %", false);
    }
    int every = Math.max(1, (epochs + 9) / 10);
    for (int epoch = 0; epoch <= epochs; epoch += logarithmic ? epoch + 1 : every) {
      svg.text(x(epoch), HEIGHT - BOTTOM + 16, String.format(Locale.ROOT, "%d", epoch), false);
    }
    svg.line(LEFT, y(0), WIDTH - RIGHT, y(0), "#333", false);
    svg.line(LEFT, y(0), LEFT, y(1), "#333", false);
    svg.text(
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 8,
        logarithmic ? "epoch (logarithm of one more)" : "epoch",
        false);
    svg.text(LEFT, TOP - 8, "error", false);
    svg.text(WIDTH - RIGHT / 2.0, HEIGHT - BOTTOM - 16, "dashed: training error", false);
    svg.text(WIDTH - RIGHT / 2.0, HEIGHT - BOTTOM, "solid: validation error", false);
  }

  private void arm(ArmResult arm, int index) {
    String color = COLORS.get(index % COLORS.size());
    double legend = TOP + 18.0 * index + 8;
    svg.line(WIDTH - RIGHT + 8, legend - 4, WIDTH - RIGHT + 28, legend - 4, color, false);
    svg.text(WIDTH - RIGHT + 92, legend, arm.getName(), false);
    for (SeedResult seed : arm.getSeedsList()) {
      for (int i = 1; i < seed.getCurveCount(); i++) {
        CurvePoint from = seed.getCurve(i - 1);
        CurvePoint to = seed.getCurve(i);
        svg.line(
            x(from.getEpoch() - 0.5), // a mean over the epoch
            y(from.getTrainingError()),
            x(to.getEpoch() - 0.5),
            y(to.getTrainingError()),
            color,
            true);
        svg.line(
            x(from.getEpoch()),
            y(from.getValidationError()),
            x(to.getEpoch()),
            y(to.getValidationError()),
            color,
            false);
      }
    }
  }

  private double x(double epoch) {
    double share = logarithmic ? Math.log1p(epoch) / Math.log1p(epochs) : epoch / epochs;
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double error) {
    return TOP + (1 - error) * (HEIGHT - TOP - BOTTOM);
  }
}
