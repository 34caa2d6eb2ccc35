package org.alexnet.train.experiment;

import java.io.IOException;

/** Something to know of a trained arm. */
public interface Measure {

  /** Returns what it is, in words. */
  String name();

  /** Returns what it is counted in. */
  Unit unit();

  /**
   * Measures.
   *
   * @throws IOException if a checkpoint or a data set cannot be read
   */
  double of(TrainedArm arm) throws IOException;

  /** What is counted. */
  enum Unit {
    /** A share, 0 to 1; people read percent. */
    PERCENT,
    /** Optimizer steps. */
    STEPS,
    /** Natural units of information. */
    NATS,
    /** A number of its own, which the name explains. */
    NUMBER
  }

  /** Returns a measure. */
  static Measure of(String name, Unit unit, Function function) {
    return new Measure() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Unit unit() {
        return unit;
      }

      @Override
      public double of(TrainedArm arm) throws IOException {
        return function.of(arm);
      }
    };
  }

  /** How it is measured. */
  @FunctionalInterface
  interface Function {
    /** Measures. */
    double of(TrainedArm arm) throws IOException;
  }
}
