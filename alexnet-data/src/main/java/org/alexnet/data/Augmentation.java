package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How training images are varied. Each image gets its own draw every time that it is used.
 *
 * @param randomCrop cut at a random place; otherwise from the centre
 * @param flip mirror left and right, for every second image on average
 * @param colourNoise scale of the noise along the principal components of colour
 * @param colourNoiseStd standard deviation of the factors that multiply that scale; at least 0
 */
public record Augmentation(
    boolean randomCrop, boolean flip, ColourNoise colourNoise, double colourNoiseStd) {

  /** What the random factor of a principal component is multiplied by. */
  public enum ColourNoise {
    /** No noise. */
    NONE,
    /**
     * The eigenvalue of the covariance of pixels in [0, 1], as the paper's text says (section 4.1).
     * In grey levels that is the eigenvalue of pixels in 0..255 divided by 255.
     */
    EIGENVALUE,
    /**
     * The standard deviation, the eigenvalue's square root, as the code did that made the paper's
     * numbers: 121.78, 37.09 and 19.72 grey levels on ImageNet. The patch with its noise is then
     * divided by 1 + {@code colourNoiseStd}, as there, so that it is about as strong as without.
     */
    STANDARD_DEVIATION
  }

  /** Checks the values. */
  public Augmentation {
    checkArgument(
        colourNoiseStd >= 0 && Double.isFinite(colourNoiseStd),
        "colourNoiseStd must be at least 0, found %s",
        colourNoiseStd);
  }

  /** Random crops and flips, and colour noise of 0.1 eigenvalues. Source: paper, section 4.1. */
  public static Augmentation paper() {
    return new Augmentation(true, true, ColourNoise.EIGENVALUE, 0.1);
  }

  /**
   * Random crops and flips, and colour noise of 0.1 standard deviations. Source: cuda-convnet
   * configuration, run 145.
   */
  public static Augmentation cudaConvnet() {
    return paper().withColourNoise(ColourNoise.STANDARD_DEVIATION);
  }

  /** The centre of every image, unchanged. */
  public static Augmentation none() {
    return new Augmentation(false, false, ColourNoise.NONE, 0);
  }

  /** The same with random crops or crops from the centre. */
  public Augmentation withRandomCrop(boolean randomCrop) {
    return new Augmentation(randomCrop, flip, colourNoise, colourNoiseStd);
  }

  /** The same with or without flips. */
  public Augmentation withFlip(boolean flip) {
    return new Augmentation(randomCrop, flip, colourNoise, colourNoiseStd);
  }

  /** The same with colour noise of another scale. */
  public Augmentation withColourNoise(ColourNoise colourNoise) {
    return new Augmentation(randomCrop, flip, colourNoise, colourNoiseStd);
  }

  /**
   * The same with stronger or weaker colour noise.
   *
   * @param colourNoiseStd standard deviation of the factors; at least 0
   */
  public Augmentation withColourNoiseStd(double colourNoiseStd) {
    return new Augmentation(randomCrop, flip, colourNoise, colourNoiseStd);
  }
}
