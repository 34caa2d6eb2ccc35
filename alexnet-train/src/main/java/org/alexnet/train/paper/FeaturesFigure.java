package org.alexnet.train.paper;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.alexnet.data.StoredRecord;
import org.alexnet.data.StoredRecords;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.report.Svg;
import org.alexnet.train.experiment.TrainedArm;
import org.alexnet.train.prediction.PredictionStream;

/**
 * Figure 4 of the paper, of validation images that nobody chose: the first ones of each class.
 * Left, the five most probable classes of eight images, the correct one's bar in red. Right, five
 * images and beside each the six nearest others in the space of the last hidden layer.
 */
final class FeaturesFigure {
  private static final int LABELED = 8;
  private static final int BARS = 5;
  private static final int QUERIES = 5;
  private static final int LABELED_COLUMNS = 4;
  private static final int SIDE = 72;
  private static final int GAP = 10;
  private static final int LINE = 15;
  private static final int LABELED_WIDTH = 120;
  private static final String CORRECT = "#e8836f";
  private static final String OTHER = "#7fa8d0";

  private final TrainedArm arm;
  private final NearestImages images;
  private final Svg svg = new Svg();

  private FeaturesFigure(TrainedArm arm, NearestImages images) {
    this.arm = arm;
    this.images = images;
  }

  /**
   * Returns the drawing.
   *
   * @throws IOException if the checkpoint or the data set cannot be read
   */
  static String svg(TrainedArm arm) throws IOException {
    return new FeaturesFigure(arm, NearestImages.of(arm, false)).draw();
  }

  private String draw() throws IOException {
    List<Integer> labeled = firstOfClasses(LABELED);
    List<Integer> queries = firstOfClasses(QUERIES);
    Map<Integer, List<Integer>> nearest = new TreeMap<>();
    Set<Integer> shown = new TreeSet<>(labeled);
    for (int query : queries) {
      nearest.put(query, images.nearest(query));
      shown.add(query);
      shown.addAll(nearest.get(query));
    }
    ImmutableMap<Long, StoredRecord> records =
        StoredRecords.at(
            arm.dataset(), Split.VALIDATION, shown.stream().map(Integer::longValue).toList());
    Map<Integer, float[]> probabilities = probabilities(Set.copyOf(labeled));
    for (int i = 0; i < labeled.size(); i++) {
      int left = GAP + i % LABELED_COLUMNS * (LABELED_WIDTH + GAP);
      int top = GAP + i / LABELED_COLUMNS * (SIDE + LINE * (BARS + 1) + 2 * GAP);
      image(records, labeled.get(i), left + (LABELED_WIDTH - SIDE) / 2, top);
      bars(
          images.labels().get(labeled.get(i)), probabilities.get(labeled.get(i)), left, top + SIDE);
    }
    int right = 3 * GAP + LABELED_COLUMNS * (LABELED_WIDTH + GAP);
    for (int row = 0; row < queries.size(); row++) {
      int top = GAP + row * (SIDE + GAP);
      image(records, queries.get(row), right, top);
      List<Integer> found = nearest.get(queries.get(row));
      for (int column = 0; column < found.size(); column++) {
        image(records, found.get(column), right + 2 * GAP + (column + 1) * (SIDE + 4), top);
      }
    }
    return svg.document(
        right + 3 * GAP + (NearestImages.NEAREST + 1) * (SIDE + 4),
        GAP + QUERIES * (SIDE + GAP),
        "Predictions, and nearest images in the last hidden layer");
  }

  private List<Integer> firstOfClasses(int most) {
    Map<Integer, Integer> first = new TreeMap<>();
    for (int i = 0; i < images.labels().size(); i++) {
      first.putIfAbsent(images.labels().get(i), i);
    }
    return first.values().stream().limit(most).toList();
  }

  private Map<Integer, float[]> probabilities(Set<Integer> wanted) throws IOException {
    Map<Integer, float[]> found = new HashMap<>();
    try (PredictionStream stream = arm.predictions(0, Crops.CENTER).open()) {
      for (int i = 0; !Sets.difference(wanted, found.keySet()).isEmpty() && stream.next(); i++) {
        if (wanted.contains(i)) {
          found.put(i, stream.probabilities().clone());
        }
      }
    }
    return found;
  }

  private void image(Map<Long, StoredRecord> records, int image, int x, int y) {
    svg.image(x, y, SIDE, SIDE, records.get((long) image).dataUri());
  }

  private void bars(int label, float[] probabilities, int left, int top) {
    List<String> names = arm.dataset().labels().shortNames();
    svg.text(left + LABELED_WIDTH / 2.0, top + LINE - 3, names.get(label), true);
    List<Integer> best = new ArrayList<>(IntStream.range(0, probabilities.length).boxed().toList());
    best.sort(Comparator.comparingDouble(each -> -probabilities[each]));
    for (int i = 0; i < Math.min(BARS, best.size()); i++) {
      int y = top + LINE * (i + 1) + 2;
      svg.bar(
          left,
          y,
          LABELED_WIDTH * probabilities[best.get(i)],
          LINE - 2,
          best.get(i) == label ? CORRECT : OTHER);
      svg.text(
          left + LABELED_WIDTH / 2.0,
          y + LINE - 5,
          String.format(
              Locale.ROOT, "%s %.0f %%", names.get(best.get(i)), 100 * probabilities[best.get(i)]),
          false);
    }
  }
}
