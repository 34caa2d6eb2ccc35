package org.alexnet.graph.run;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;
import org.alexnet.common.Numbers;

/**
 * What a run reached.
 *
 * @param testedOn the images
 * @param crops of each image: 10, or 1 for the center crop
 * @param crossEntropy mean of -log p, in nats
 * @param top1Percent top-1 error, in percent
 * @param top5Percent top-5 error, in percent
 * @param inPaper where in the paper and what it says there, {@code table 2: 40.7 / 18.2}
 */
public record Result(
    String testedOn,
    int crops,
    OptionalDouble crossEntropy,
    double top1Percent,
    OptionalDouble top5Percent,
    Optional<String> inPaper) {

  /** Checks the values. */
  public Result {
    requireNonNull(testedOn, "testedOn");
    requireNonNull(crossEntropy, "crossEntropy");
    requireNonNull(inPaper, "inPaper");
    checkArgument(crops > 0, "crops must be positive, found %s", crops);
    requirePercent("top1Percent", top1Percent);
    top5Percent.ifPresent(percent -> requirePercent("top5Percent", percent));
  }

  private static void requirePercent(String what, double percent) {
    checkArgument(percent >= 0 && percent <= 100, "%s must be 0 to 100, found %s", what, percent);
  }

  /** A result of ten crops that the paper does not have. */
  static Result of(String testedOn, double crossEntropy, double top1Percent, double top5Percent) {
    return new Result(
        testedOn,
        10,
        OptionalDouble.of(crossEntropy),
        top1Percent,
        OptionalDouble.of(top5Percent),
        Optional.empty());
  }

  Result centerCrop() {
    return new Result(testedOn, 1, crossEntropy, top1Percent, top5Percent, inPaper);
  }

  Result inPaper(String where) {
    return new Result(testedOn, crops, crossEntropy, top1Percent, top5Percent, Optional.of(where));
  }

  /** Returns what was tested and how: {@code ILSVRC-2012 validation, 10 crops}. */
  public String test() {
    return testedOn + (crops == 1 ? ", center crop" : ", " + crops + " crops");
  }

  /** Returns the numbers: {@code top-1 40.664 %, top-5 18.21 %, cross-entropy 1.741473}. */
  public String describe() {
    StringBuilder text = new StringBuilder("top-1 " + Numbers.brief(top1Percent) + " %");
    top5Percent.ifPresent(percent -> text.append(", top-5 " + Numbers.brief(percent) + " %"));
    crossEntropy.ifPresent(nats -> text.append(", cross-entropy " + Numbers.brief(nats)));
    return text.toString();
  }
}
