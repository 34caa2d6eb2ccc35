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
 */
public record InputRules(
    int storedSize, boolean randomCrops, boolean flips, PcaScale pcaScale, double pcaStd) {

  /** What the random factor of a principal component of color is multiplied by. */
  public enum PcaScale {
    /** The eigenvalue: paper, section 4.1. */
    EIGENVALUE,
    /** Its square root, then the whole divided by 1 + pcaStd: the code behind the paper. */
    STANDARD_DEVIATION
  }

  /** Checks the values. */
  public InputRules {
    checkArgument(storedSize > 0, "storedSize must be positive, found %s", storedSize);
    checkArgument(
        pcaStd >= 0 && Double.isFinite(pcaStd), "pcaStd must be at least 0, found %s", pcaStd);
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
