package org.alexnet.train.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Ordering;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.alexnet.train.evaluation.PredictionConsumer;
import org.alexnet.train.evaluation.Ranking;

/** Keeps the wrongly predicted images with the highest losses. */
final class WorstImages implements PredictionConsumer {
  /** Of two with the same loss, the earlier one is worse. */
  private static final Comparator<Prediction> WORST_FIRST =
      Comparator.comparingDouble(Prediction::loss).reversed().thenComparingLong(Prediction::place);

  private final int kept;
  private final PriorityQueue<Prediction> worst = new PriorityQueue<>(WORST_FIRST.reversed());
  private long place;

  /**
   * Creates a consumer that has seen no image.
   *
   * @param kept number of images
   */
  WorstImages(int kept) {
    this.kept = kept;
  }

  @Override
  public void accept(int label, float[] probabilities) {
    long own = place++;
    if (Ranking.mostProbable(probabilities) == label || !isAmongTheWorst(probabilities[label])) {
      return;
    }
    worst.add(Prediction.of(own, label, probabilities));
    if (worst.size() > kept) {
      worst.remove();
    }
  }

  private boolean isAmongTheWorst(float probability) {
    return worst.size() < kept || Prediction.lossOf(probability) > worst.element().loss();
  }

  /** Returns what was kept, the worst first. */
  ImmutableList<Prediction> worst() {
    return Ordering.from(WORST_FIRST).immutableSortedCopy(worst);
  }
}
