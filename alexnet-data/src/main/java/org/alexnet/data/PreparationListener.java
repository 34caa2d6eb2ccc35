package org.alexnet.data;

import org.alexnet.data.source.Split;

/** What a preparation tells while it runs. */
@FunctionalInterface
public interface PreparationListener {

  /**
   * Some more images are stored.
   *
   * @param split the split that they belong to
   * @param done images of the split so far
   * @param total images of the split
   */
  void stored(Split split, long done, long total);
}
