package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import org.alexnet.data.image.MeanPlace;

/**
 * How training images are varied, and which mean is subtracted on the way.
 *
 * <p>Sources of the choices: paper, section 4.1; convdata_jpeg.py of the authors' release.
 *
 * @param randomCrop whether the crop is at a random place; otherwise it is the center crop
 * @param flip whether every second image on average is mirrored, left and right
 * @param pcaScale what PCA color augmentation is scaled by
 * @param pcaStd standard deviation of the random factors that multiply that scale; at least 0, and
 *     0 for no PCA color augmentation. Each image gets its own factors every time that it is used.
 * @param imagesPerDraw images that share the place of their crop and their flip: those whose
 *     positions in the stream have the same quotient by it. 1 gives each image its own draw every
 *     time that it is used, as the paper is read; the code that made the paper's numbers took 32.
 * @param mean which part of the mean image is subtracted
 * @param pcaRange the range of the pixels that the eigenvalues belong to
 * @param pcaDivided whether a crop that PCA color augmentation has shifted is divided by 1 + {@code
 *     pcaStd}, as the code did; without the augmentation nothing is divided
 */
public record Augmentation(
    boolean randomCrop,
    boolean flip,
    PcaScale pcaScale,
    double pcaStd,
    int imagesPerDraw,
    MeanPlace mean,
    PixelRange pcaRange,
    boolean pcaDivided) {

  /** What the random factor of a principal component of color is multiplied by. */
  public enum PcaScale {
    /** The eigenvalue of the covariance of pixels, as the paper's text says (section 4.1). */
    EIGENVALUE("eigenvalue"),

    /**
     * The standard deviation, the eigenvalue's square root, as the code did that made the paper's
     * numbers: 121.78, 37.09 and 19.72 gray levels on ImageNet. It is the same shift whatever the
     * range of pixels is.
     */
    STANDARD_DEVIATION("standard-deviation");

    private final String label;

    PcaScale(String label) {
      this.label = label;
    }

    /** Returns its name as in options. */
    @Override
    public String toString() {
      return label;
    }
  }

  /**
   * In which numbers pixels are written where an eigenvalue is the scale: it grows with the square
   * of the range, and the shift with it. The paper names none.
   */
  public enum PixelRange {
    /** 0 to 1: in gray levels, the eigenvalue of pixels in 0..255 divided by 255. */
    UNIT("0..1", 1),

    /** 0 to 255: on ImageNet the first eigenvalue is 14,830 gray levels. */
    GRAY_LEVELS("0..255", 255);

    private final String label;
    private final double most;

    PixelRange(String label, double most) {
      this.label = label;
      this.most = most;
    }

    /** Returns its largest value. */
    double most() {
      return most;
    }

    /** Returns its name as in options. */
    @Override
    public String toString() {
      return label;
    }
  }

  /** Checks the values. */
  public Augmentation {
    requireNonNull(pcaScale, "pcaScale");
    requireNonNull(mean, "mean");
    requireNonNull(pcaRange, "pcaRange");
    checkArgument(
        pcaStd >= 0 && Double.isFinite(pcaStd), "pcaStd must be at least 0, found %s", pcaStd);
    checkArgument(imagesPerDraw > 0, "imagesPerDraw must be positive, found %s", imagesPerDraw);
  }

  /**
   * Creates an augmentation that draws for each image and subtracts the mean at the crop's place;
   * its eigenvalues are of pixels in 0..1, and nothing is divided.
   */
  public Augmentation(boolean randomCrop, boolean flip, PcaScale pcaScale, double pcaStd) {
    this(randomCrop, flip, pcaScale, pcaStd, 1, MeanPlace.CROP, PixelRange.UNIT, false);
  }

  /** Returns the center crop of every image, unchanged. */
  public static Augmentation none() {
    return new Augmentation(false, false, PcaScale.EIGENVALUE, 0);
  }

  /** Returns what a crop is divided by in the end. */
  float divisor() {
    return pcaStd > 0 && pcaDivided ? (float) (1 + pcaStd) : 1;
  }

  /** Returns a copy with random crops or center crops. */
  public Augmentation withRandomCrop(boolean randomCrop) {
    return new Augmentation(
        randomCrop, flip, pcaScale, pcaStd, imagesPerDraw, mean, pcaRange, pcaDivided);
  }

  /** Returns a copy with or without flips. */
  public Augmentation withFlip(boolean flip) {
    return new Augmentation(
        randomCrop, flip, pcaScale, pcaStd, imagesPerDraw, mean, pcaRange, pcaDivided);
  }

  /** Returns a copy with this scale of PCA color augmentation. */
  public Augmentation withPcaScale(PcaScale pcaScale) {
    return new Augmentation(
        randomCrop, flip, pcaScale, pcaStd, imagesPerDraw, mean, pcaRange, pcaDivided);
  }

  /**
   * Returns a copy with PCA color augmentation of this strength.
   *
   * @param pcaStd standard deviation of the random factors; at least 0, and 0 for none
   */
  public Augmentation withPcaStd(double pcaStd) {
    return new Augmentation(
        randomCrop, flip, pcaScale, pcaStd, imagesPerDraw, mean, pcaRange, pcaDivided);
  }

  /**
   * Returns a copy with one crop and one flip for so many images.
   *
   * @param imagesPerDraw images one after another that share them; at least 1
   */
  public Augmentation withImagesPerDraw(int imagesPerDraw) {
    return new Augmentation(
        randomCrop, flip, pcaScale, pcaStd, imagesPerDraw, mean, pcaRange, pcaDivided);
  }

  /** Returns a copy that subtracts this part of the mean. */
  public Augmentation withMean(MeanPlace mean) {
    return new Augmentation(
        randomCrop, flip, pcaScale, pcaStd, imagesPerDraw, mean, pcaRange, pcaDivided);
  }

  /** Returns a copy with eigenvalues of pixels in this range. */
  public Augmentation withPcaRange(PixelRange pcaRange) {
    return new Augmentation(
        randomCrop, flip, pcaScale, pcaStd, imagesPerDraw, mean, pcaRange, pcaDivided);
  }

  /** Returns a copy that divides what is shifted by 1 + {@code pcaStd}, or not. */
  public Augmentation withPcaDivided(boolean pcaDivided) {
    return new Augmentation(
        randomCrop, flip, pcaScale, pcaStd, imagesPerDraw, mean, pcaRange, pcaDivided);
  }
}
