package org.alexnet.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.alexnet.faults.FaultyDisk.Fault;
import org.alexnet.faults.FaultyDisk.Killed;

/**
 * A write that fails at one change of the disk, then at a later one, and so on up to the last: at
 * every seventh, or with {@code -Dtest.changes.step=1} at each.
 */
final class EveryChange {
  private static final int STEP = Integer.getInteger("test.changes.step", 7);

  private EveryChange() {}

  /** A write on a disk that may fail. */
  interface Write {
    void on(FaultyDisk disk) throws IOException;
  }

  /** What must hold after a failed write. */
  interface Check {
    void check() throws IOException;
  }

  /**
   * Fails at one change after another, until a write gets through.
   *
   * @return the number of changes, or a few more
   */
  static int of(Fault fault, Write write, Check check) throws IOException {
    int first = fault == Fault.KILL || STEP == 1 ? 1 : 4; // so that two faults see more of them
    for (int n = first; ; n += STEP) {
      FaultyDisk disk = new FaultyDisk(fault, n);
      try {
        write.on(disk);
        if (!disk.hasFailed()) {
          return n - 1;
        }
      } catch (Killed e) {
        assertThat(fault).isEqualTo(Fault.KILL);
      } catch (IOException e) {
        assertThat(fault).as("%s at change %s", e, n).isEqualTo(Fault.FULL);
      }
      try {
        check.check();
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new AssertionError(fault + " at change " + n + ": " + e.getMessage(), e);
      }
    }
  }
}
