package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How training images are varied. Each image gets its own draw every time that it is used.
 *
 * @param randomCrop cut at a random place; otherwise from the center
 * @param flip mirror left and right, for every second image on average
 * @param colorNoise scale of the noise along the principal components of color
 * @param colorNoiseStd standard deviation of the factors that multiply that scale; at least 0
 */
public record Augmentation(
    boolean randomCrop, boolean flip, ColorNoise colorNoise, double colorNoiseStd) {

  /** What the random factor of a principal component is multiplied by. */
  public enum ColorNoise {
    /** No noise. */
    NONE,
    /**
     * The eigenvalue of the covariance of pixels in [0, 1], as the paper's text says (section 4.1).
     * In gray levels that is the eigenvalue of pixels in 0..255 divided by 255.
     */
    EIGENVALUE,
    /**
     * The standard deviation, the eigenvalue's square root, as the code did that made the paper's
     * numbers: 121.78, 37.09 and 19.72 gray levels on ImageNet. The crop with its noise is then
     * divided by 1 + {@code colorNoiseStd}, as there, so that it is about as strong as without.
     */
    STANDARD_DEVIATION
  }

  /** Checks the values. */
  public Augmentation {
    checkArgument(
        colorNoiseStd >= 0 && Double.isFinite(colorNoiseStd),
        "colorNoiseStd must be at least 0, found %s",
        colorNoiseStd);
  }

  /** Random crops and flips, and color noise of 0.1 eigenvalues. Source: paper, section 4.1. */
  public static Augmentation paper() {
    return new Augmentation(true, true, ColorNoise.EIGENVALUE, 0.1);
  }

  /**
   * Random crops and flips, and color noise of 0.1 standard deviations. Source: cuda-convnet
   * configuration, run 145.
   */
  public static Augmentation cudaConvnet() {
    return paper().withColorNoise(ColorNoise.STANDARD_DEVIATION);
  }

  /** The center of every image, unchanged. */
  public static Augmentation none() {
    return new Augmentation(false, false, ColorNoise.NONE, 0);
  }

  /** The same with random crops or crops from the center. */
  public Augmentation withRandomCrop(boolean randomCrop) {
    return new Augmentation(randomCrop, flip, colorNoise, colorNoiseStd);
  }

  /** The same with or without flips. */
  public Augmentation withFlip(boolean flip) {
    return new Augmentation(randomCrop, flip, colorNoise, colorNoiseStd);
  }

  /** The same with color noise of another scale. */
  public Augmentation withColorNoise(ColorNoise colorNoise) {
    return new Augmentation(randomCrop, flip, colorNoise, colorNoiseStd);
  }

  /**
   * The same with stronger or weaker color noise.
   *
   * @param colorNoiseStd standard deviation of the factors; at least 0
   */
  public Augmentation withColorNoiseStd(double colorNoiseStd) {
    return new Augmentation(randomCrop, flip, colorNoise, colorNoiseStd);
  }
}
