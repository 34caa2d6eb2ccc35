package org.alexnet.data;

import org.alexnet.data.source.Split;

/** What a preparation tells while it runs, one call at a time, from several threads. */
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

  /**
   * A split begins of which an earlier, interrupted preparation has stored some images.
   *
   * @param split the split
   * @param done images of it that are stored already
   * @param total images of the split
   */
  default void kept(Split split, long done, long total) {}
}
