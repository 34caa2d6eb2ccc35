package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;

/**
 * What a training stream makes of a data set.
 *
 * @param cropSize side of the crop that the network sees, at most the data set's image size
 * @param batchSize images in a batch
 * @param augmentations how images are varied: the first one unless another is asked for
 * @param seed seed of the order and of the augmentation
 */
public record TrainingInput(
    int cropSize, int batchSize, ImmutableSet<Augmentation> augmentations, long seed) {

  /** Checks the values. */
  public TrainingInput {
    checkArgument(batchSize > 0, "batchSize must be positive, found %s", batchSize);
    checkArgument(!augmentations.isEmpty(), "augmentations must not be empty");
  }

  /** Creates a stream that is always varied in the same way. */
  public TrainingInput(int cropSize, int batchSize, Augmentation augmentation, long seed) {
    this(cropSize, batchSize, ImmutableSet.of(augmentation), seed);
  }
}
