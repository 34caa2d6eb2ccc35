package org.alexnet.graph.spec;

/** A layer of filters, each of which reads a square window around every pixel of its output. */
public sealed interface Filtering extends Weighted, Windowed permits Conv, LocallyConnected {

  /** Returns the number of filters, all towers together. */
  int filters();

  /** Returns the zero pixels around the input. */
  Padding padding();

  @Override
  Filtering withWidth(int filters);

  @Override
  Filtering withConnectivity(Connectivity connectivity);

  @Override
  Filtering withInitializer(Initializer initializer);

  @Override
  default String description() {
    return filters() + " filters " + window() + padding().description();
  }

  @Override
  default int width() {
    return filters();
  }

  @Override
  default Padding padding(int side) {
    return padding();
  }

  @Override
  default int outputChannels(int channels) {
    return filters();
  }
}
