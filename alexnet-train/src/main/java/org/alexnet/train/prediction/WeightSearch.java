package org.alexnet.train.prediction;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.evaluation.EvaluationCounter;

/**
 * Searches the weights of an average that have the lowest error on some images, in the manner of
 * the authors' {@code avg-valid.py}: all begin at 0.5, then one weight after another goes through
 * 0, 0.05 .. 1 while the others stay, and keeps the value with the lowest error; at most five
 * rounds, fewer if one changes nothing. Of values with the same error that with the higher
 * log-probability is kept, of those with the same again the value that is there, then the smallest:
 * the same predictions always give the same weights.
 *
 * <p>What is found is as good as no change of one weight can better; the best of all it need not
 * be. An error on the images that the weights were searched on is optimistic; {@link #crossChecked}
 * gives one that is not.
 */
public final class WeightSearch {
  private static final int STEPS = 20; // of 0.05: avg-valid.py
  private static final int ROUNDS = 5; // avg-valid.py
  private static final double FIRST = 0.5; // avg-valid.py

  private final ImmutableList<PredictionSource> sources;
  private final Goal goal;

  /** Which error is to be low. */
  public enum Goal {
    /** The top-1 error. */
    TOP_1("top-1"),
    /** The top-5 error, as the authors had it. */
    TOP_5("top-5");

    private final String text;

    Goal(String text) {
      this.text = text;
    }

    private double correct(Evaluation evaluation) {
      return this == TOP_1 ? evaluation.top1Correct() : evaluation.top5Correct();
    }

    /** Returns the name as it is written on the command line. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** Which images are searched on. */
  private enum Part {
    ALL,
    EVEN,
    ODD;

    boolean has(long image) {
      return this == ALL || (image % 2 == 0) == (this == EVEN);
    }

    Part other() {
      return this == EVEN ? ODD : EVEN;
    }
  }

  private WeightSearch(ImmutableList<PredictionSource> sources, Goal goal) {
    this.sources = sources;
    this.goal = goal;
  }

  /**
   * Returns the search for the weights of some sources, which are read about twenty times: let them
   * be folders or kept.
   *
   * @param sources at least one
   * @param goal which error is to be low
   * @throws IllegalArgumentException if they are not about the same images
   */
  public static WeightSearch of(List<? extends PredictionSource> sources, Goal goal) {
    Lockstep.requireSameImages(sources);
    return new WeightSearch(ImmutableList.copyOf(sources), goal);
  }

  /**
   * Returns the weights that were found on all images, one for each source; their sum is 1.
   *
   * @throws IOException if a source cannot be read
   */
  public ImmutableList<Double> weights() throws IOException {
    return search(Part.ALL);
  }

  /**
   * Returns how good averages are whose weights were searched on other images: each half of the
   * images (every other one in their order) is predicted with the weights that were found on the
   * other half.
   *
   * @throws IllegalArgumentException if there is only one image
   * @throws IOException if a source cannot be read
   */
  public Evaluation crossChecked() throws IOException {
    long imageCount = sources.get(0).images().imageCount();
    checkArgument(imageCount > 1, "images must be at least 2, found %s", imageCount);
    EvaluationCounter counter = new EvaluationCounter();
    for (Part searched : List.of(Part.EVEN, Part.ODD)) {
      Averaging found = Averaging.of(sources).withWeights(search(searched));
      try (PredictionStream stream = found.open()) {
        for (long image = 0; stream.next(); image++) {
          if (searched.other().has(image)) {
            counter.accept(stream.label(), stream.probabilities());
          }
        }
      }
    }
    return counter.evaluation();
  }

  private ImmutableList<Double> search(Part part) throws IOException {
    double[] weights = new double[sources.size()];
    Arrays.fill(weights, FIRST);
    boolean changed = sources.size() > 1;
    for (int round = 0; changed && round < ROUNDS; round++) {
      changed = false;
      for (int i = 0; i < weights.length; i++) {
        double best = best(weights, i, part);
        changed |= best != weights[i];
        weights[i] = best;
      }
    }
    return Averaging.of(sources).withWeights(Doubles.asList(weights)).weights();
  }

  /** A value that one weight may have, and what came of it. */
  private record Tried(double weight, Evaluation evaluation) {}

  /** Returns the best value of one weight while the others stay. */
  private double best(double[] weights, int changing, Part part) throws IOException {
    double others = Arrays.stream(weights).sum() - weights[changing];
    double[] values = values(others > 0);
    List<EvaluationCounter> counters = new ArrayList<>();
    Arrays.stream(values).forEach(value -> counters.add(new EvaluationCounter()));
    try (Lockstep images = Lockstep.open(sources)) {
      double[] rest = new double[images.classCount()];
      for (long image = 0; images.next(); image++) {
        if (part.has(image)) {
          Arrays.fill(rest, 0);
          for (int i = 0; i < weights.length; i++) {
            Averaging.add(rest, i == changing ? 0 : weights[i], images.probabilities(i));
          }
          for (int v = 0; v < values.length; v++) {
            double[] sum = rest.clone();
            Averaging.add(sum, values[v], images.probabilities(changing));
            counters.get(v).accept(images.label(), Averaging.toFloats(sum, others + values[v]));
          }
        }
      }
    }
    List<Tried> tried = new ArrayList<>();
    for (int v = 0; v < values.length; v++) {
      tried.add(new Tried(values[v], counters.get(v).evaluation()));
    }
    return tried.stream().min(order(weights[changing])).orElseThrow().weight;
  }

  private Comparator<Tried> order(double present) {
    return Comparator.<Tried>comparingDouble(one -> -goal.correct(one.evaluation))
        .thenComparingDouble(one -> -one.evaluation.logProbability())
        .thenComparing(one -> one.weight != present)
        .thenComparingDouble(Tried::weight);
  }

  /** Without 0 if all others are 0. */
  private static double[] values(boolean zero) {
    double[] all = new double[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      all[i] = (double) i / STEPS;
    }
    return zero ? all : Arrays.copyOfRange(all, 1, all.length);
  }
}
