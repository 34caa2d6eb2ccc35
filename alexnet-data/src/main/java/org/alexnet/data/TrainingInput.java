package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * What a training stream makes of a data set.
 *
 * @param cropSize side of the crop that the network sees, at most the data set's image size
 * @param batchSize images in a batch
 * @param augmentation how images are varied
 * @param seed seed of the order and of the augmentation
 */
public record TrainingInput(int cropSize, int batchSize, Augmentation augmentation, long seed) {

  /** Checks the values. */
  public TrainingInput {
    checkArgument(batchSize > 0, "batchSize must be positive, found %s", batchSize);
    requireNonNull(augmentation, "augmentation");
  }
}
