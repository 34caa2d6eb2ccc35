package org.alexnet.common.cli;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of commands that make a folder. */
public final class OutputOptions {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Folder to write to.")
  private Path folder;

  @Option(
      names = "--if-exists",
      paramLabel = "POLICY",
      description = "If it exists: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private OverwritePolicy policy = OverwritePolicy.FAIL;

  /** Returns the folder. */
  public Path folder() {
    return folder;
  }

  /** Returns whether an output that exists is resumed. */
  public boolean isResume() {
    return policy == OverwritePolicy.RESUME;
  }

  /** Returns whether an output that exists is replaced. */
  public boolean isReplace() {
    return policy == OverwritePolicy.REPLACE;
  }

  /**
   * Refuses an output that exists unless it is to be resumed or replaced.
   *
   * @param exists whether there is one
   * @param what the rest of a sentence about the folder, {@code holds a run already} for example
   */
  public void requirePolicy(boolean exists, String what) throws FileAlreadyExistsException {
    if (exists && policy == OverwritePolicy.FAIL) {
      throw new FileAlreadyExistsException(
          folder + " " + what + "; choose --if-exists resume or --if-exists replace");
    }
  }
}
