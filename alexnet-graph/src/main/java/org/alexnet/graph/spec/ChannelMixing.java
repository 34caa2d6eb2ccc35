package org.alexnet.graph.spec;

/** A layer whose channels each read several channels, those of their own tower or of all towers. */
public sealed interface ChannelMixing extends Layer permits Weighted, LocalResponseNorm {

  /** Returns which channels each tower's part reads. */
  Connectivity connectivity();

  /** Returns a copy that reads these. */
  ChannelMixing withConnectivity(Connectivity connectivity);

  @Override
  default boolean isCrossTower() {
    return connectivity() == Connectivity.CROSS_TOWER;
  }
}
