package org.alexnet.train.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a network predicts the images of each class.
 *
 * @param byClass of each class that has images, by its name, in the order of the classes
 */
public record ClassErrors(ImmutableMap<String, Evaluation> byClass) {

  /** Counts predictions, image by image, for each class. */
  public static final class Counter implements PredictionConsumer {
    private final ImmutableList<String> names;
    private final List<EvaluationCounter> counters;
    private final long[] images;

    /**
     * Creates a counter that has seen no image.
     *
     * @param names of the classes, in order
     */
    public Counter(List<String> names) {
      this.names = ImmutableList.copyOf(names);
      this.counters = new ArrayList<>();
      names.forEach(name -> counters.add(new EvaluationCounter()));
      this.images = new long[names.size()];
    }

    /** Counts one image. */
    @Override
    public void accept(int label, float[] probabilities) {
      checkArgument(
          probabilities.length == names.size(),
          "probabilities must be %s, one for each class, found %s",
          names.size(),
          probabilities.length);
      counters.get(label).accept(label, probabilities);
      images[label]++;
    }

    /** Returns what was counted so far. */
    public ClassErrors errors() {
      ImmutableMap.Builder<String, Evaluation> byClass = ImmutableMap.builder();
      for (int label = 0; label < names.size(); label++) {
        if (images[label] > 0) {
          byClass.put(names.get(label), counters.get(label).evaluation());
        }
      }
      return new ClassErrors(byClass.buildOrThrow());
    }
  }
}
