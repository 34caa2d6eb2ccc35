package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A training record that is damaged, and whose place another one takes.
 *
 * @param file name of its file in the data set
 * @param number its number in the file, counted from 0
 * @param reason what is wrong with it
 */
public record BadRecord(String file, long number, String reason) {

  /** Checks the number. */
  public BadRecord {
    checkArgument(number >= 0, "number must not be negative, found %s", number);
  }

  /** Returns which record it is: {@code train-00003-of-01024, record 17}. */
  public String place() {
    return file + ", record " + number;
  }
}
