package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Locale;

/**
 * How well a network names images.
 *
 * @param imageCount images that it was asked about
 * @param top1Correct images whose class got the highest probability
 * @param top5Correct images whose class got one of the five highest probabilities
 */
public record Evaluation(long imageCount, long top1Correct, long top5Correct) {

  /** Checks the counts. */
  public Evaluation {
    checkArgument(imageCount > 0, "imageCount must be positive, found %s", imageCount);
    checkArgument(
        0 <= top1Correct && top1Correct <= top5Correct && top5Correct <= imageCount,
        "of %s images %s cannot be right at first and %s within five answers",
        imageCount,
        top1Correct,
        top5Correct);
  }

  /** Share of the images whose class got the highest probability, in [0, 1]. */
  public double top1() {
    return (double) top1Correct / imageCount;
  }

  /** Share of the images whose class got one of the five highest probabilities, in [0, 1]. */
  public double top5() {
    return (double) top5Correct / imageCount;
  }

  /** The two shares in percent. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "top-1 %.1f %%, top-5 %.1f %%", 100 * top1(), 100 * top5());
  }
}
