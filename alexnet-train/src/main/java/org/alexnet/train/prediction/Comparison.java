package org.alexnet.train.prediction;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.evaluation.EvaluationCounter;
import org.alexnet.train.evaluation.McNemar;
import org.alexnet.train.evaluation.PredictionConsumer;
import org.alexnet.train.evaluation.RightImages;

/**
 * Several networks on the same images: the errors of each, and whether any two of them differ.
 *
 * @param names what the networks are called
 * @param evaluations of each network
 * @param pairs the test of every two networks: the first and the second, the first and the third,
 *     and so on
 */
public record Comparison(
    ImmutableList<String> names, ImmutableList<Evaluation> evaluations, ImmutableList<Pair> pairs) {

  /**
   * Two networks.
   *
   * @param first number of the first, counted from 0
   * @param second number of the second
   * @param test of the two
   */
  public record Pair(int first, int second, McNemar test) {}

  /** Compares networks as their predictions come, one network after another. */
  public static final class Builder {
    private final List<PredictionSource> sources = new ArrayList<>();
    private final List<Evaluation> evaluations = new ArrayList<>();
    private final List<RightImages> right = new ArrayList<>();

    /**
     * Reads all predictions of one more network.
     *
     * @param consumers what else is done with them
     * @throws IllegalArgumentException if they are for other images than those before
     * @throws IOException if they cannot be read
     */
    public Evaluation add(PredictionSource source, List<? extends PredictionConsumer> consumers)
        throws IOException {
      sources.add(source);
      Lockstep.requireSameImages(sources);
      EvaluationCounter counter = new EvaluationCounter();
      RightImages own = new RightImages();
      source.forEach(
          PredictionConsumer.all(
              ImmutableList.<PredictionConsumer>builder()
                  .add(counter, own)
                  .addAll(consumers)
                  .build()));
      evaluations.add(counter.evaluation());
      right.add(own);
      return counter.evaluation();
    }

    /** Returns the comparison of those so far. */
    public Comparison build() {
      checkArgument(!sources.isEmpty(), "sources must not be empty");
      ImmutableList.Builder<Pair> pairs = ImmutableList.builder();
      for (int first = 0; first < right.size(); first++) {
        for (int second = first + 1; second < right.size(); second++) {
          pairs.add(new Pair(first, second, McNemar.of(right.get(first), right.get(second))));
        }
      }
      return new Comparison(
          sources.stream().map(PredictionSource::name).collect(ImmutableList.toImmutableList()),
          ImmutableList.copyOf(evaluations),
          pairs.build());
    }
  }

  /**
   * Compares networks.
   *
   * @param sources their predictions, at least one's
   * @throws IllegalArgumentException if they are not for the same images
   * @throws IOException if they cannot be read
   */
  public static Comparison of(List<? extends PredictionSource> sources) throws IOException {
    Builder builder = new Builder();
    for (PredictionSource source : sources) {
      builder.add(source, List.of());
    }
    return builder.build();
  }
}
