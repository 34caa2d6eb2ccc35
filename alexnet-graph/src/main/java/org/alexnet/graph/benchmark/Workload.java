package org.alexnet.graph.benchmark;

import java.io.IOException;
import java.util.concurrent.CancellationException;

/** Something whose speed is measured by running it again and again. */
public interface Workload extends AutoCloseable {

  /**
   * Runs it once.
   *
   * @throws CancellationException if it was told to stop in the middle
   * @throws IOException if it cannot be run
   */
  void run() throws IOException;

  /** Returns the images of one run. */
  int images();

  /** Returns the floating-point operations of one image; 0, the default, if they do not matter. */
  default double flopsPerImage() {
    return 0;
  }

  /**
   * Returns the bytes that are read for one image, on average over the runs so far; 0, the default,
   * if they do not matter.
   */
  default double bytesPerImage() {
    return 0;
  }

  @Override
  void close() throws IOException;
}
