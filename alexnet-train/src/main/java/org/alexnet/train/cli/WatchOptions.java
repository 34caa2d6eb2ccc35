package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import org.alexnet.train.watch.WatchPolicy;
import picocli.CommandLine.Option;

/** How much is written while a network is trained. */
final class WatchOptions {
  @Option(
      names = "--log-every",
      paramLabel = "STEPS",
      description = "Steps between two lines and points of the logs (default: ${DEFAULT-VALUE}).")
  private long logEvery = WatchPolicy.DEFAULT.everySteps();

  @Option(names = "--no-tensorboard", description = "Write no event files for TensorBoard.")
  private boolean noTensorBoard;

  WatchPolicy policy() {
    checkArgument(logEvery > 0, "--log-every must be positive, found %s", logEvery);
    return new WatchPolicy(logEvery, !noTensorBoard);
  }
}
