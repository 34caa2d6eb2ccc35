package org.alexnet.graph.event;

import static com.google.common.base.Preconditions.checkArgument;

import java.math.BigDecimal;
import org.alexnet.graph.optimizer.TrainingProgress;

/**
 * After a number of passes over the training images.
 *
 * @param epochs how many were made before, with a part of one: 3.5 is in the middle of the fourth
 */
public record AfterEpochs(double epochs) implements Trigger {

  /** Checks the value. */
  public AfterEpochs {
    checkArgument(
        epochs >= 0 && Double.isFinite(epochs), "epochs must not be negative, found %s", epochs);
  }

  @Override
  public boolean isReached(TrainingProgress progress) {
    return progress.epoch() >= epochs;
  }

  @Override
  public String describe() {
    return epochs == 0
        ? "from the beginning"
        : "after "
            + BigDecimal.valueOf(epochs).stripTrailingZeros().toPlainString()
            + (epochs == 1 ? " epoch" : " epochs");
  }
}
