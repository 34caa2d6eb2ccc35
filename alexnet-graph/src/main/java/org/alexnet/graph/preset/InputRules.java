package org.alexnet.graph.preset;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How the images of a named network are stored and how training images are varied; the size of a
 * crop is the network's image size.
 *
 * @param storedSize side of the stored images, in pixels, which crops are taken from
 * @param randomCrops whether crops are random; otherwise from the center
 * @param flips whether every second image on average is mirrored
 * @param pcaScale what PCA color augmentation is scaled by
 * @param pcaStd standard deviation of its random factors; 0 for none
 * @param imagesPerDraw images one after another that share the place of their crop and their flip
 * @param mean which part of the mean image is subtracted, in training and at test
 * @param pcaRange range of the pixels that the eigenvalues belong to
 * @param pcaDivided whether what PCA color augmentation shifts is then divided by 1 + pcaStd
 */
public record InputRules(
    int storedSize,
    boolean randomCrops,
    boolean flips,
    PcaScale pcaScale,
    double pcaStd,
    int imagesPerDraw,
    MeanPlace mean,
    PixelRange pcaRange,
    boolean pcaDivided) {

  /** What the random factor of a principal component of color is multiplied by. */
  public enum PcaScale {
    /** The eigenvalue: paper, section 4.1. */
    EIGENVALUE,
    /** Its square root, the same for every range of pixels: the code behind the paper. */
    STANDARD_DEVIATION
  }

  /** Which part of the mean image is subtracted from a crop. */
  public enum MeanPlace {
    /** That of the crop's place, mirrored with the crop: the mean of the image before it is cut. */
    CROP,
    /** Its center, never mirrored, wherever the crop is: the code behind the paper. */
    CENTER
  }

  /** In which numbers pixels are written where their covariance is taken. */
  public enum PixelRange {
    /** From 0 to 1. */
    UNIT,
    /** From 0 to 255, in which a shift by an eigenvalue is 255 times as strong. */
    GRAY_LEVELS
  }

  /** Checks the values. */
  public InputRules {
    checkArgument(storedSize > 0, "storedSize must be positive, found %s", storedSize);
    checkArgument(
        pcaStd >= 0 && Double.isFinite(pcaStd), "pcaStd must be at least 0, found %s", pcaStd);
    checkArgument(imagesPerDraw > 0, "imagesPerDraw must be positive, found %s", imagesPerDraw);
  }

  /**
   * Creates rules by which each image has its own crop and flip and the mean is subtracted at the
   * crop's place; PCA color augmentation is of pixels in 0..1 and divides nothing.
   */
  public InputRules(
      int storedSize, boolean randomCrops, boolean flips, PcaScale pcaScale, double pcaStd) {
    this(
        storedSize,
        randomCrops,
        flips,
        pcaScale,
        pcaStd,
        1,
        MeanPlace.CROP,
        PixelRange.UNIT,
        false);
  }

  /** Returns a copy by which so many images share the place of their crop and their flip. */
  public InputRules withImagesPerDraw(int imagesPerDraw) {
    return new InputRules(
        storedSize,
        randomCrops,
        flips,
        pcaScale,
        pcaStd,
        imagesPerDraw,
        mean,
        pcaRange,
        pcaDivided);
  }

  /** Returns a copy by which this part of the mean is subtracted. */
  public InputRules withMean(MeanPlace mean) {
    return new InputRules(
        storedSize,
        randomCrops,
        flips,
        pcaScale,
        pcaStd,
        imagesPerDraw,
        mean,
        pcaRange,
        pcaDivided);
  }

  /** Returns a copy with eigenvalues of pixels in this range. */
  public InputRules withPcaRange(PixelRange pcaRange) {
    return new InputRules(
        storedSize,
        randomCrops,
        flips,
        pcaScale,
        pcaStd,
        imagesPerDraw,
        mean,
        pcaRange,
        pcaDivided);
  }

  /** Returns a copy that divides what is shifted by 1 + pcaStd, or not. */
  public InputRules withPcaDivided(boolean pcaDivided) {
    return new InputRules(
        storedSize,
        randomCrops,
        flips,
        pcaScale,
        pcaStd,
        imagesPerDraw,
        mean,
        pcaRange,
        pcaDivided);
  }

  /**
   * Returns the crop that stored images of another size have, in the same proportion.
   *
   * @param imageSize the network's image size, which belongs to {@code storedSize}
   * @param stored the side of the stored images
   */
  public int cropOf(int imageSize, int stored) {
    return (int) Math.round((double) stored * imageSize / storedSize);
  }
}
