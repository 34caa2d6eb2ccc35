package org.alexnet.train.cli;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** The part of a command that leaves nothing behind when it is told to stop. */
@FunctionalInterface
interface Stoppable {

  /**
   * Does the work.
   *
   * @param stop whether to stop
   * @throws StoppedException if it did
   */
  void run(BooleanSupplier stop) throws IOException;

  /**
   * Does the work until the JVM is told to end, which waits until all is cleared away.
   *
   * @return the exit code
   */
  static int toTheEnd(Stoppable work) throws IOException {
    try (StopSignal signal =
        StopSignal.install(
            StopSignal.LONGEST_WAIT,
            "a batch took longer than %d s after the signal; what was being written may be left"
                + " beside its place, and alexnet-predictions... in java.io.tmpdir")) {
      return work(work, signal);
    }
  }

  private static int work(Stoppable work, BooleanSupplier stop) throws IOException {
    try {
      work.run(stop);
      return 0;
    } catch (StoppedException e) {
      System.err.println(e.getMessage()); // before the JVM goes on to its end
      return ExitCodes.INTERRUPTED;
    }
  }
}
