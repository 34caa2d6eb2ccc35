package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Ordering;

/**
 * Reduces the learning rate after given epochs.
 *
 * @param milestones after how many epochs each reduction comes, rising
 * @param factor what the learning rate is multiplied by; more than 0 and less than 1
 */
public record MultiStep(ImmutableList<Integer> milestones, double factor)
    implements LearningRateSchedule {

  /** Checks the values. */
  public MultiStep {
    checkArgument(
        Ordering.natural().isStrictlyOrdered(milestones)
            && milestones.stream().allMatch(epoch -> epoch > 0),
        "milestones must be positive and rising, found %s",
        milestones);
    Reduction.check(factor);
  }

  @Override
  public double learningRate(double initial, TrainingProgress progress) {
    long passed = milestones.stream().filter(epoch -> epoch <= progress.epoch()).count();
    return Reduction.reduced(initial, factor, (double) passed);
  }

  @Override
  public String describe() {
    return "x " + Decimals.text(factor) + " after epochs " + milestones;
  }
}
