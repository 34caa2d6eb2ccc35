package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.CharMatcher;
import java.math.BigDecimal;

/**
 * How many bad images may be left out of a data set before its preparation is an error: many of
 * them are seldom the images' fault.
 *
 * @param most the most images, or their largest share of all
 * @param isShare whether it is a share
 */
public record SkipBudget(double most, boolean isShare) {
  private static final String FORM = "a count of images or a percentage, 100 or 1% for example";

  /** Checks the number. */
  public SkipBudget {
    checkArgument(
        isShare ? most >= 0 && most <= 1 : most >= 0 && most == Math.rint(most),
        "most must be %s, found %s",
        isShare ? "in 0..1" : "a count",
        most);
  }

  /** Returns the budget of some images. */
  public static SkipBudget ofCount(long images) {
    return new SkipBudget(images, false);
  }

  /**
   * Returns the budget of a share of all images.
   *
   * @param share in 0..1
   */
  public static SkipBudget ofShare(double share) {
    return new SkipBudget(share, true);
  }

  /**
   * Returns a budget as it is written on the command line.
   *
   * @param text {@code 100} or {@code 1%}, for example
   */
  public static SkipBudget parse(String text) {
    boolean isShare = text.endsWith("%");
    String number = isShare ? text.substring(0, text.length() - 1) : text;
    checkArgument(
        !number.isEmpty()
            && CharMatcher.inRange('0', '9').or(CharMatcher.is('.')).matchesAllOf(number),
        "must be " + FORM + ", found '%s'",
        text);
    try {
      return isShare ? ofShare(Double.parseDouble(number) / 100) : ofCount(Long.parseLong(number));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be " + FORM + ", found '" + text + "'", e);
    }
  }

  /**
   * Returns how many images may be left out.
   *
   * @param images number of all images
   */
  public long of(long images) {
    return isShare ? (long) Math.floor(most * images) : (long) most;
  }

  /** Returns the budget as it is written on the command line. */
  @Override
  public String toString() {
    return BigDecimal.valueOf(isShare ? 100 * most : most).stripTrailingZeros().toPlainString()
        + (isShare ? "%" : "");
  }
}
