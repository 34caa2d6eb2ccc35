package org.alexnet.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.alexnet.faults.FaultyDisk.Fault;
import org.alexnet.faults.FaultyDisk.Killed;

/** A write that fails at its first change of the disk, then at its second, and so on. */
final class EveryChange {
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
   * Fails at every change in turn, until a write gets through.
   *
   * @return the number of changes
   */
  static int of(Fault fault, Write write, Check check) throws IOException {
    for (int n = 1; ; n++) {
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
