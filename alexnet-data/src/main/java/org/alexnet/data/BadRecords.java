package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.OptionalLong;

/**
 * What is done with training records that are damaged when a data set is opened.
 *
 * @param skipped whether they are left out; otherwise the data set is refused
 * @param budget the most that are left out; a thousandth of the training images if it is absent
 */
public record BadRecords(boolean skipped, OptionalLong budget) {

  /** Damaged data sets are refused. */
  public static final BadRecords FAIL = new BadRecords(false, OptionalLong.empty());

  /** Damaged training records are left out, at most a thousandth of the training images. */
  public static final BadRecords SKIP = new BadRecords(true, OptionalLong.empty());

  /** Checks the budget. */
  public BadRecords {
    checkArgument(
        budget.isEmpty() || budget.getAsLong() > 0,
        "budget of bad records must be positive, found %s",
        budget.orElse(0));
  }

  /**
   * Returns that damaged training records are left out.
   *
   * @param most the most of them; more are refused
   */
  public static BadRecords skip(long most) {
    return new BadRecords(true, OptionalLong.of(most));
  }

  /**
   * Returns the choice of a text.
   *
   * @param text {@code fail}, {@code skip} or, with a budget, {@code skip:100}
   * @throws IllegalArgumentException if it is none
   */
  public static BadRecords parse(String text) {
    if (text.equals("fail")) {
      return FAIL;
    }
    if (text.equals("skip")) {
      return SKIP;
    }
    checkArgument(
        text.matches("skip:\\d{1,18}"), "must be fail, skip or skip:COUNT, found '%s'", text);
    return skip(Long.parseLong(text.substring("skip:".length())));
  }

  /** Returns the most records that may be left out of so many images. */
  long most(long imageCount) {
    return skipped ? budget.orElse((imageCount + 999) / 1000) : 0;
  }

  /** Returns it as {@link #parse} takes it. */
  @Override
  public String toString() {
    if (!skipped) {
      return "fail";
    }
    return budget.isPresent() ? "skip:" + budget.getAsLong() : "skip";
  }
}
