package org.alexnet.data.source;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.alexnet.common.Seeds;

/**
 * Which images of a class are the validation split where a source has none.
 *
 * @param share of each class, in (0, 1)
 * @param seed of the choice
 */
record ValidationShare(double share, long seed) {
  /** Checks the share. */
  ValidationShare {
    checkArgument(
        share > 0 && share < 1, "validationShare must be between 0 and 1, found %s", share);
  }

  /**
   * Returns the places of a split's images, in ascending order. Of a class of one image it is for
   * training; otherwise neither split is empty.
   *
   * @param label the class
   * @param count number of its images
   */
  int[] places(String label, int count, Split split) {
    List<Integer> places = IntStream.range(0, count).boxed().collect(Collectors.toList());
    // The words are a key: spelled otherwise, the same seed would choose other images.
    Collections.shuffle(places, new Random(Seeds.derive(seed, "held out of " + label)));
    int validation = (int) Math.min(count - 1, Math.max(1, Math.round(count * share)));
    List<Integer> chosen =
        split == Split.VALIDATION
            ? places.subList(0, validation)
            : places.subList(validation, count);
    return chosen.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  @Override
  public String toString() {
    return "validation share " + share + ", seed " + seed;
  }
}
