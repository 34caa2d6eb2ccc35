package org.alexnet.data;

import java.io.IOException;
import java.nio.file.Path;

/** A record of a file is not as it was written. */
final class DamagedRecordException extends IOException {
  private static final long serialVersionUID = 1;

  private final String reason;
  private final boolean passed;

  /**
   * Creates the error.
   *
   * @param offset byte at which the record begins
   * @param what what is wrong with the file
   * @param passed whether the reader stands at the record after it
   */
  DamagedRecordException(Path file, long offset, String what, boolean passed) {
    super(file + " is damaged at byte " + offset + ": it " + what);
    this.reason = "at byte " + offset + " the file " + what;
    this.passed = passed;
  }

  /** Returns what is wrong and where, without the path of the file. */
  String reason() {
    return reason;
  }

  /** Returns whether the next record can be read. */
  boolean isPassed() {
    return passed;
  }
}
