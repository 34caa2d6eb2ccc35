package org.alexnet.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.alexnet.data.proto.SkippedImage;

/** Counts the images that are left out of a data set. Threads share it. */
final class SkippedImages {
  /** How many an error shows: enough to see what they have in common. */
  private static final int SHOWN = 3;

  private final SkipBudget budget;
  private final long most;
  private final List<SkippedImage> first = new ArrayList<>();
  private long count;

  SkippedImages(SkipBudget budget, long images) {
    this.budget = budget;
    this.most = budget.of(images);
  }

  /**
   * Counts some images.
   *
   * @throws IOException if they are too many
   */
  synchronized void addAll(Iterable<SkippedImage> images) throws IOException {
    for (SkippedImage image : images) {
      count++;
      if (first.size() < SHOWN) {
        first.add(image);
      }
    }
    if (count > most) {
      throw new IOException(
          String.format(Locale.ROOT, "%,d image%s", count, count == 1 ? "" : "s")
              + " cannot be read so far, and --skip-at-most "
              + budget
              + " allows "
              + most
              + "; the first: "
              + first.stream()
                  .map(bad -> bad.getFile() + " " + bad.getReason())
                  .collect(Collectors.joining("; ")));
    }
  }
}
