package org.alexnet.train.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.alexnet.common.cli.Plain;
import org.alexnet.common.cli.Terminal;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.SmoothedLoss;
import org.alexnet.train.StepSummary;
import org.alexnet.train.TrainingListener;
import org.alexnet.train.TrainingRecipe;

/**
 * Shows how training goes: a bar on a terminal, and a line for each epoch and each minute
 * everywhere. Loss and error of a step are smoothed; an epoch's are the means over its steps.
 */
final class ProgressReporter implements TrainingListener, AutoCloseable {
  private static final long SECOND = 1_000_000_000L;

  private final TrainingRecipe recipe;
  private final long imageCount;
  private final String damage;
  private final boolean terminal = Terminal.isAttached();
  private final long begin = System.nanoTime();

  private final TrainingLine line = new TrainingLine();

  private ProgressBar bar;
  private long firstStep;
  private long totalSteps;
  private long epochBegin = begin;
  private long epochFirstStep;
  private long lastLine = begin;
  private SmoothedLoss loss = SmoothedLoss.NONE;
  private SmoothedLoss error = SmoothedLoss.NONE;

  ProgressReporter(TrainingRecipe recipe, Dataset dataset) {
    this.recipe = recipe;
    this.imageCount = dataset.imageCount(Split.TRAIN);
    this.damage =
        dataset.badRecords().isEmpty()
            ? ""
            : "; " + Plain.count(dataset.badRecords().size(), "damaged record") + " left out";
  }

  @Override
  public void started(AlexNetSpec spec, long firstStep, long totalSteps) {
    this.firstStep = firstStep;
    this.epochFirstStep = firstStep;
    this.totalSteps = totalSteps;
    this.epochBegin = System.nanoTime();
    if (firstStep > 0) {
      System.out.printf(
          Locale.ROOT,
          firstStep < totalSteps
              ? "Resuming after %,d of %,d steps%n"
              : "Trained already: %,d of %,d steps%n",
          firstStep,
          totalSteps);
    }
  }

  @Override
  public void stepped(StepSummary step) {
    long now = System.nanoTime();
    loss = loss.plus(step.loss());
    error = error.plus(step.error());
    if (terminal) {
      if (bar == null) {
        bar = newBar(step.epoch(), step.step());
      }
      line.show(status(step, now));
      bar.stepTo(step.step() - recipe.stepsOf(step.epoch() - 1, imageCount));
    } else if (now - lastLine > 60 * SECOND) {
      System.out.printf(
          Locale.ROOT,
          "epoch %3d/%d  %s%n",
          step.epoch(),
          recipe.epochs(),
          status(step, now).text());
      lastLine = now;
    }
  }

  private ProgressBar newBar(int epoch, long step) {
    long before = recipe.stepsOf(epoch - 1, imageCount);
    return new ProgressBarBuilder()
        .setTaskName(String.format(Locale.ROOT, "epoch %3d/%d", epoch, recipe.epochs()))
        .setInitialMax(recipe.stepsOf(epoch, imageCount) - before)
        .startsFrom(step - before, Duration.ZERO)
        .setRenderer(line)
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .build();
  }

  private TrainingLine.Status status(StepSummary step, long now) {
    return new TrainingLine.Status(
        String.format(Locale.ROOT, loss.value() < 1e5 ? "loss %.3f" : "loss %.1e", loss.value()),
        String.format(Locale.ROOT, "error %.1f %%", 100 * error.value()),
        String.format(
            Locale.ROOT,
            "%.0f images/s",
            (double) (step.step() - epochFirstStep)
                * recipe.batchSize()
                * SECOND
                / (now - epochBegin)),
        remaining(step.step(), now) + " left");
  }

  /** Of the whole training at the pace so far, its evaluations included. */
  private String remaining(long step, long now) {
    double each = (double) (now - begin) / Math.max(1, step - firstStep);
    Duration left = Duration.ofSeconds(Math.round((totalSteps - step) * each / SECOND));
    return left.toHours() > 0
        ? String.format(Locale.ROOT, "%d h %02d min", left.toHours(), left.toMinutesPart())
        : String.format(Locale.ROOT, "%d min %02d s", left.toMinutes(), left.toSecondsPart());
  }

  @Override
  public void warned(String warning) {
    closeBar(); // the next step draws another one
    System.err.println(warning);
  }

  @Override
  public void evaluated(EpochSummary epoch) {
    closeBar();
    long now = System.nanoTime();
    System.out.printf(
        Locale.ROOT,
        "epoch %3d/%d  learning rate %-7s loss %.3f  error %.1f %%  validation: %s  (%.0f images/s,"
            + " %s left%s)%n",
        epoch.epoch(),
        recipe.epochs(),
        Plain.number(epoch.learningRate()),
        epoch.trainingLoss(),
        100 * epoch.trainingError(),
        epoch.evaluation(),
        (double) (epoch.step() - epochFirstStep) * recipe.batchSize() * SECOND / (now - epochBegin),
        remaining(epoch.step(), now),
        damage);
    epochBegin = now;
    epochFirstStep = epoch.step();
    lastLine = now;
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    closeBar();
  }
}
