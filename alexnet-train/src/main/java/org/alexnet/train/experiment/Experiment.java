package org.alexnet.train.experiment;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A claim of the paper as something that can be run: what is trained, what is measured, and what
 * would count as agreement, said before anything is measured.
 */
public interface Experiment {

  /** Returns its name on the command line. */
  String name();

  /** Returns the section of the paper. */
  String section();

  /** Returns what the paper says, in a sentence. */
  String claim();

  /** Returns whether the claim can be tested on the images of a scale; it can unless said. */
  default boolean isPossible(Scale scale) {
    return true;
  }

  /** Returns what is trained at a scale. */
  ImmutableList<Arm> arms(Scale scale);

  /** Returns what is compared of them. */
  ImmutableList<Comparison> comparisons(Scale scale);

  /**
   * Draws a figure of the paper, if there is one to draw.
   *
   * @param arms of the first seed, by their names
   * @param folder where the files go; those that are there are replaced
   * @throws IOException if something cannot be read or written
   */
  default void draw(Map<String, TrainedArm> arms, Path folder) throws IOException {}
}
