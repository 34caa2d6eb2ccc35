package org.alexnet.train.prediction;

import static com.google.common.base.Preconditions.checkArgument;

import org.alexnet.common.Hashes;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;

/**
 * Which images predictions are for, in the order of the data set's shards.
 *
 * @param datasetFingerprint the data set's, see {@link Dataset#fingerprint}
 * @param split which of its images
 * @param labels names of its classes
 * @param imageCount number of the images
 */
public record PredictedImages(
    String datasetFingerprint, Split split, LabelMap labels, long imageCount) {
  /** Checks the number of images. */
  public PredictedImages {
    checkArgument(imageCount > 0, "imageCount must be positive, found %s", imageCount);
  }

  /** Returns all images of a split. */
  public static PredictedImages of(Dataset dataset, Split split) {
    return new PredictedImages(
        dataset.fingerprint(), split, dataset.labels(), dataset.imageCount(split));
  }

  /**
   * Checks that two things are about the same images.
   *
   * @param one what these images belong to, as errors call it
   * @param other what the others belong to
   * @throws IllegalArgumentException if they are not
   */
  public void requireSame(String one, String other, PredictedImages others) {
    require(
        labels.size() == others.labels.size(),
        one,
        other,
        "classes",
        labels.size(),
        others.labels.size());
    require(
        datasetFingerprint.equals(others.datasetFingerprint),
        one,
        other,
        "data set",
        Hashes.brief(datasetFingerprint),
        Hashes.brief(others.datasetFingerprint));
    require(split == others.split, one, other, "split", split, others.split);
    require(imageCount == others.imageCount, one, other, "images", imageCount, others.imageCount);
  }

  private static void require(
      boolean same, String one, String other, String what, Object ones, Object others) {
    checkArgument(
        same,
        "%s and %s are not about the same images: %s %s and %s",
        one,
        other,
        what,
        ones,
        others);
  }
}
