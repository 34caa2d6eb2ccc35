package org.alexnet.train.report;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multiset;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.alexnet.train.evaluation.ConfusionMatrix;
import org.alexnet.train.evaluation.ConfusionMatrix.Cell;

/**
 * A confusion matrix on the page: a table of few classes, a picture of many, and in either case the
 * confusions that are the most frequent.
 *
 * @param classes names of the classes if there is a table, none otherwise
 * @param rows of the table, one for each class
 * @param pictures the picture, if there is one
 * @param pairs the most frequent confusions
 */
record ConfusionView(
    ImmutableList<String> classes,
    ImmutableList<Row> rows,
    ImmutableList<Picture> pictures,
    ImmutableList<Pair> pairs) {
  /** More classes do not fit a screen. */
  static final int MOST_IN_A_TABLE = 20;

  private static final int PAIRS = 10;

  /** A class with how often each was predicted for it. */
  record Row(String name, ImmutableList<Count> counts) {}

  /**
   * A cell.
   *
   * @param count number of images; empty if 0
   * @param share of the class's images, 0 to 1, as CSS reads it
   * @param right whether the class itself was predicted
   */
  record Count(String count, String share, boolean right) {}

  /** A confusion. */
  record Pair(String label, String predicted, int count, String share) {}

  static ConfusionView of(ConfusionMatrix matrix, List<String> names) {
    boolean table = matrix.classCount() <= MOST_IN_A_TABLE;
    int[] images = new int[matrix.classCount()];
    matrix
        .images()
        .entrySet()
        .forEach(entry -> images[entry.getElement().label()] += entry.getCount());
    return new ConfusionView(
        table ? ImmutableList.copyOf(names) : ImmutableList.of(),
        table ? rows(matrix, names, images) : ImmutableList.of(),
        table ? ImmutableList.of() : ImmutableList.of(picture(matrix, images)),
        pairs(matrix, names, images));
  }

  private static ImmutableList<Row> rows(ConfusionMatrix matrix, List<String> names, int[] images) {
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    for (int label = 0; label < names.size(); label++) {
      ImmutableList.Builder<Count> counts = ImmutableList.builder();
      for (int predicted = 0; predicted < names.size(); predicted++) {
        int count = matrix.count(label, predicted);
        counts.add(
            new Count(
                count == 0 ? "" : Text.whole(count),
                String.format(Locale.ROOT, "%.3f", share(count, images[label])),
                label == predicted));
      }
      rows.add(new Row(names.get(label), counts.build()));
    }
    return rows.build();
  }

  /** A pixel for each cell: black is all of a class's images, white none. */
  private static Picture picture(ConfusionMatrix matrix, int[] images) {
    int size = matrix.classCount();
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        image.getRaster().setSample(x, y, 0, 255);
      }
    }
    for (Multiset.Entry<Cell> entry : matrix.images().entrySet()) {
      Cell cell = entry.getElement();
      double share = share(entry.getCount(), images[cell.label()]);
      image
          .getRaster()
          .setSample(cell.predicted(), cell.label(), 0, (int) Math.round(255 * (1 - share)));
    }
    return Picture.png(
        image,
        String.format(
            Locale.ROOT,
            "Confusion matrix of %,d classes, a row for each class and a column for each predicted"
                + " one",
            size));
  }

  private static ImmutableList<Pair> pairs(
      ConfusionMatrix matrix, List<String> names, int[] images) {
    return matrix.images().entrySet().stream()
        .filter(entry -> entry.getElement().label() != entry.getElement().predicted())
        .sorted(
            Comparator.<Multiset.Entry<Cell>>comparingInt(Multiset.Entry::getCount)
                .reversed()
                .thenComparingInt(entry -> entry.getElement().label())
                .thenComparingInt(entry -> entry.getElement().predicted()))
        .limit(PAIRS)
        .map(
            entry ->
                new Pair(
                    names.get(entry.getElement().label()),
                    names.get(entry.getElement().predicted()),
                    entry.getCount(),
                    Text.percent(share(entry.getCount(), images[entry.getElement().label()]))))
        .collect(toImmutableList());
  }

  private static double share(int count, int images) {
    return images == 0 ? 0 : (double) count / images;
  }
}
