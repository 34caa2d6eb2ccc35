package org.alexnet.train.report;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.alexnet.train.evaluation.PredictionConsumer;

/** Keeps the predictions of a few images at equal distances, whatever they are. */
final class Sample implements PredictionConsumer {
  private final ImmutableSet<Long> places;
  private final List<Prediction> kept = new ArrayList<>();
  private long place;

  /**
   * Creates a consumer that has seen no image.
   *
   * @param imageCount number of images to come
   * @param wanted number of images to keep; all if there are fewer
   */
  Sample(long imageCount, int wanted) {
    checkArgument(wanted > 0, "wanted must be positive, found %s", wanted);
    long count = Math.min(wanted, imageCount);
    places =
        LongStream.range(0, count)
            .mapToObj(i -> i * imageCount / count)
            .collect(ImmutableSet.toImmutableSet());
  }

  @Override
  public void accept(int label, float[] probabilities) {
    if (places.contains(place)) {
      kept.add(Prediction.of(place, label, probabilities));
    }
    place++;
  }

  /** Returns what was kept, in the order of the images. */
  ImmutableList<Prediction> predictions() {
    return ImmutableList.copyOf(kept);
  }
}
