package org.alexnet.train.cli;

import org.alexnet.train.DivergedException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExitCodeExceptionMapper;

/** With what a command that trains ends, beside picocli's 0, 1 and 2. */
interface ExitCodes extends IExitCodeExceptionMapper {
  /** The loss or a parameter was no longer finite. */
  int DIVERGED = 3;

  /**
   * It was told to stop and did: 128 plus the number of SIGINT. A process that a signal ends has
   * the number of that signal whatever is returned: 143 after SIGTERM.
   */
  int INTERRUPTED = 130;

  @Override
  default int getExitCode(Throwable thrown) {
    return thrown instanceof DivergedException ? DIVERGED : ExitCode.SOFTWARE;
  }
}
