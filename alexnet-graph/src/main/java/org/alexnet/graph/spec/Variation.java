package org.alexnet.graph.spec;

import com.google.common.base.Ascii;

/** The variations of a network that need no number, by the names of the command line. */
public enum Variation {
  /** {@link AlexNetSpec#withSixthConvolution}. */
  CONV6,
  /** {@link AlexNetSpec#withoutNormalization}. */
  WITHOUT_NORMALIZATION,
  /** {@link AlexNetSpec#withCrossTowerNormalization}. */
  CROSS_TOWER_LRN,
  /** {@link AlexNetSpec#withoutOverlap}. */
  WITHOUT_OVERLAP,
  /** {@link AlexNetSpec#withoutDropout}. */
  WITHOUT_DROPOUT,
  /** {@link AlexNetSpec#withOneTower}. */
  ONE_TOWER,
  /** {@link AlexNetSpec#withoutLinks}. */
  WITHOUT_LINKS;

  /**
   * Returns the varied network.
   *
   * @throws IllegalArgumentException if the network cannot be varied so, or would stay as it is
   */
  public AlexNetSpec of(AlexNetSpec spec) {
    return switch (this) {
      case CONV6 -> spec.withSixthConvolution();
      case WITHOUT_NORMALIZATION -> spec.withoutNormalization();
      case CROSS_TOWER_LRN -> spec.withCrossTowerNormalization();
      case WITHOUT_OVERLAP -> spec.withoutOverlap();
      case WITHOUT_DROPOUT -> spec.withoutDropout();
      case ONE_TOWER -> spec.withOneTower();
      case WITHOUT_LINKS -> spec.withoutLinks();
    };
  }

  /** Returns the name as it is written on the command line: {@code without-dropout}. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name()).replace('_', '-');
  }
}
