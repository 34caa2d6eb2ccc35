package org.alexnet.graph.benchmark;

import java.io.IOException;

/** Something whose speed is measured by running it again and again. */
public interface Workload extends AutoCloseable {

  /**
   * Runs it once.
   *
   * @throws IOException if it cannot be run
   */
  void run() throws IOException;

  /** Returns the images of one run. */
  int images();

  /** Returns the floating-point operations of one image; 0 if they do not matter. */
  double flopsPerImage();

  @Override
  void close();
}
