package org.alexnet.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a training still is one: after each step its loss and every parameter must be finite, and
 * before a checkpoint every velocity too.
 */
final class Health {
  private final Inspection inspection;
  private final Checkpoints checkpoints;

  Health(Inspection inspection, Checkpoints checkpoints) {
    this.inspection = inspection;
    this.checkpoints = checkpoints;
  }

  /**
   * Ends the training if the step has broken it.
   *
   * @param measured of the step
   * @param step its number
   * @param learningRate its learning rate
   * @throws DivergedException if the loss or a parameter is not finite
   */
  void requireFiniteStep(TrainingSession.Measured measured, long step, double learningRate)
      throws IOException {
    double loss = measured.loss();
    if (!Double.isFinite(loss)) {
      Optional<String> broken = inspection.brokenVariable();
      throw diverged(
          "the loss became "
              + loss
              + broken.map(name -> ", and after that step " + name + " is not finite").orElse(""),
          broken.orElse("loss"),
          step,
          learningRate);
    }
    if (!measured.finite()) { // or the sum alone is too large
      requireFinite(inspection.brokenVariable(), step, learningRate);
    }
  }

  /**
   * Ends the training if there is something that no checkpoint should hold.
   *
   * @throws DivergedException if a parameter or a velocity is not finite
   */
  void requireFiniteVariables(long step, double learningRate) throws IOException {
    requireFinite(inspection.brokenVariable(), step, learningRate);
  }

  private void requireFinite(Optional<String> broken, long step, double learningRate)
      throws IOException {
    if (broken.isPresent()) {
      throw diverged(broken.get() + " is no longer finite", broken.get(), step, learningRate);
    }
  }

  private DivergedException diverged(String what, String tensor, long step, double learningRate)
      throws IOException {
    List<String> helps = new ArrayList<>(List.of("start over"));
    List<String> worthless = new ArrayList<>();
    double guessing = 0;
    for (String which : List.of(Checkpoints.LATEST, Checkpoints.BEST)) {
      Optional<Checkpoint> checkpoint = checkpoints.named(which);
      Optional<CheckpointLoss> loss = checkpoint.flatMap(CheckpointLoss::of);
      if (loss.isPresent()) {
        String told =
            String.format(
                Locale.ROOT,
                "%s (step %d, %s)",
                checkpoints.file(which),
                checkpoint.get().step(),
                loss.get().describe());
        guessing = loss.get().guessing();
        if (!loss.get().isBelowGuessing()) {
          worthless.add(told);
        } else if (which.equals(Checkpoints.LATEST)) {
          helps.add("amend the run from " + told);
        } else {
          helps.add("initialize another one from " + told);
        }
      }
    }
    return new DivergedException(
        String.format(
            Locale.ROOT,
            "%s, at step %d with learning rate %s; a lower one helps: %s%s",
            what,
            step,
            learningRate,
            String.join(", or ", helps),
            worthless.isEmpty()
                ? ""
                : String.format(
                    Locale.ROOT,
                    "; no better than guessing (loss %.3f): %s",
                    guessing,
                    String.join(", ", worthless))),
        step,
        tensor,
        learningRate);
  }
}
