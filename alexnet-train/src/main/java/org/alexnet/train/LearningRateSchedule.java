package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Ordering;
import java.util.List;

/** When the learning rate is divided; a pure function of the errors seen so far. */
public sealed interface LearningRateSchedule {

  /**
   * What the first rate is divided by in the next epoch.
   *
   * @param errors top-1 error on the held-out images after each epoch so far, each in [0, 1]
   */
  double divisor(List<Double> errors);

  /**
   * Whether nothing is left to be gained.
   *
   * @param errors top-1 error on the held-out images after each epoch so far, each in [0, 1]
   */
  boolean isOver(List<Double> errors);

  /** Ten times less whenever the error stops improving, three times. Source: paper, section 5. */
  static LearningRateSchedule paper() {
    return new Plateau(3, 3, 10); // patience is not in the paper: the drops were made by hand
  }

  /**
   * Divides the rate whenever the error has stopped improving; over when it stops once more after
   * the last drop.
   *
   * @param patience epochs in a row without a new lowest error that make a plateau; at least 1
   * @param drops how often the rate is divided; at least 0
   * @param by what it is divided by; more than 1
   */
  record Plateau(int patience, int drops, double by) implements LearningRateSchedule {
    /** Checks the values. */
    public Plateau {
      checkArgument(patience > 0, "patience must be positive, found %s", patience);
      checkArgument(drops >= 0, "drops must not be negative, found %s", drops);
      checkDivisor(by);
    }

    @Override
    public double divisor(List<Double> errors) {
      return Math.pow(by, Math.min(drops, plateaus(errors)));
    }

    @Override
    public boolean isOver(List<Double> errors) {
      return plateaus(errors) > drops;
    }

    private int plateaus(List<Double> errors) {
      double lowest = Double.POSITIVE_INFINITY;
      int waited = 0;
      int plateaus = 0;
      for (double error : errors) {
        waited = error < lowest ? 0 : waited + 1;
        lowest = Math.min(lowest, error);
        if (waited == patience) {
          plateaus++;
          waited = 0;
        }
      }
      return plateaus;
    }
  }

  /**
   * Divides the rate after given epochs.
   *
   * @param epochs after how many epochs each drop comes, rising
   * @param by what it is divided by; more than 1
   */
  record FixedDrops(ImmutableList<Integer> epochs, double by) implements LearningRateSchedule {
    /** Checks the values. */
    public FixedDrops {
      checkArgument(
          Ordering.natural().isStrictlyOrdered(epochs)
              && epochs.stream().allMatch(epoch -> epoch > 0),
          "epochs of drops must be positive and rising, found %s",
          epochs);
      checkDivisor(by);
    }

    @Override
    public double divisor(List<Double> errors) {
      long drops = epochs.stream().filter(epoch -> epoch <= errors.size()).count();
      return Math.pow(by, (double) drops);
    }

    @Override
    public boolean isOver(List<Double> errors) {
      return false;
    }
  }

  private static void checkDivisor(double by) {
    checkArgument(by > 1, "the rate must be divided by more than 1, found %s", by);
  }
}
