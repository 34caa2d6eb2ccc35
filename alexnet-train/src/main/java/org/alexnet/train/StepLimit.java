package org.alexnet.train;

import org.alexnet.graph.spec.AlexNetSpec;

/** Watches a training up to a step, and up to the evaluation after it. */
final class StepLimit implements TrainingListener {
  private final long limit;
  private final boolean evaluatedToo;
  private long step;
  private long evaluated = -1;

  StepLimit(long limit, boolean evaluatedToo) {
    this.limit = limit;
    this.evaluatedToo = evaluatedToo && limit > 0;
  }

  boolean isReached() {
    return step >= limit && (!evaluatedToo || evaluated >= limit);
  }

  @Override
  public void started(AlexNetSpec spec, long step, long steps) {
    this.step = step;
    this.evaluated = step; // by the part before, if an evaluation was due
  }

  @Override
  public void stepped(StepSummary summary) {
    step = summary.step();
  }

  @Override
  public void evaluated(EpochSummary epoch) {
    evaluated = epoch.step();
  }
}
