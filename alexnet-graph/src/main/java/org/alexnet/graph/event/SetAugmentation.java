package org.alexnet.graph.event;

import static com.google.common.base.Preconditions.checkArgument;

import java.math.BigDecimal;
import org.alexnet.graph.spec.AlexNetSpec;

/**
 * How training images are varied from there on.
 *
 * @param randomCrops whether crops are random; otherwise from the center
 * @param flips whether every second image on average is mirrored
 * @param pcaStd strength of the PCA color augmentation; 0 for none
 */
public record SetAugmentation(boolean randomCrops, boolean flips, double pcaStd) implements Change {

  /** Checks the value. */
  public SetAugmentation {
    checkArgument(
        pcaStd >= 0 && Double.isFinite(pcaStd), "pcaStd must be at least 0, found %s", pcaStd);
  }

  @Override
  public void requireFits(AlexNetSpec spec) {}

  @Override
  public String subject() {
    return "augmentation";
  }

  @Override
  public String value() {
    return (randomCrops ? "random crops" : "center crops")
        + (flips ? ", flips" : ", no flips")
        + (pcaStd == 0
            ? ", no PCA color augmentation"
            : ", PCA color augmentation "
                + BigDecimal.valueOf(pcaStd).stripTrailingZeros().toPlainString());
  }

  @Override
  public String describe() {
    return value();
  }
}
