package org.alexnet.data;

import org.alexnet.data.source.Split;

/** What a verification tells while it runs. */
@FunctionalInterface
public interface VerificationListener {

  /**
   * Some more images were found to be whole.
   *
   * @param split the split that they belong to
   * @param done images of the split so far
   * @param total images of the split
   */
  void verified(Split split, long done, long total);
}
