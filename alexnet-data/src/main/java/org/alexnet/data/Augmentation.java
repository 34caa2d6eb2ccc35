package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * How training images are varied. Each image gets its own draw every time that it is used.
 *
 * @param randomCrop whether the crop is at a random place; otherwise it is the center crop
 * @param flip whether every second image on average is mirrored, left and right
 * @param pcaScale what PCA color augmentation is scaled by
 * @param pcaStd standard deviation of the random factors that multiply that scale; at least 0, and
 *     0 for no PCA color augmentation
 */
public record Augmentation(boolean randomCrop, boolean flip, PcaScale pcaScale, double pcaStd) {

  /** What the random factor of a principal component of color is multiplied by. */
  public enum PcaScale {
    /**
     * The eigenvalue of the covariance of pixels in [0, 1], as the paper's text says (section 4.1).
     * In gray levels that is the eigenvalue of pixels in 0..255 divided by 255.
     */
    EIGENVALUE,
    /**
     * The standard deviation, the eigenvalue's square root, as the code did that made the paper's
     * numbers: 121.78, 37.09 and 19.72 gray levels on ImageNet. The shifted crop is then divided by
     * 1 + {@code pcaStd}, as there, so that it is about as strong as without.
     */
    STANDARD_DEVIATION
  }

  /** Checks the values. */
  public Augmentation {
    requireNonNull(pcaScale, "pcaScale");
    checkArgument(
        pcaStd >= 0 && Double.isFinite(pcaStd), "pcaStd must be at least 0, found %s", pcaStd);
  }

  /** Returns the center crop of every image, unchanged. */
  public static Augmentation none() {
    return new Augmentation(false, false, PcaScale.EIGENVALUE, 0);
  }

  /** Returns a copy with random crops or center crops. */
  public Augmentation withRandomCrop(boolean randomCrop) {
    return new Augmentation(randomCrop, flip, pcaScale, pcaStd);
  }

  /** Returns a copy with or without flips. */
  public Augmentation withFlip(boolean flip) {
    return new Augmentation(randomCrop, flip, pcaScale, pcaStd);
  }

  /** Returns a copy with this scale of PCA color augmentation. */
  public Augmentation withPcaScale(PcaScale pcaScale) {
    return new Augmentation(randomCrop, flip, pcaScale, pcaStd);
  }

  /**
   * Returns a copy with PCA color augmentation of this strength.
   *
   * @param pcaStd standard deviation of the random factors; at least 0, and 0 for none
   */
  public Augmentation withPcaStd(double pcaStd) {
    return new Augmentation(randomCrop, flip, pcaScale, pcaStd);
  }
}
