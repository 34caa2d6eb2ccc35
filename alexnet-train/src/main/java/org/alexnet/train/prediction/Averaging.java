package org.alexnet.train.prediction;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The weighted mean of what several sources predict, as the paper averages the predictions of
 * several networks (section 6; {@code avg-valid.py} of the release). Sources are read side by side,
 * in one pass.
 */
public final class Averaging implements PredictionSource {
  private final ImmutableList<PredictionSource> sources;
  private final ImmutableList<Double> weights;

  private Averaging(ImmutableList<PredictionSource> sources, ImmutableList<Double> weights) {
    this.sources = sources;
    this.weights = weights;
  }

  /**
   * Returns the mean of some sources, each with the same weight.
   *
   * @param sources at least one
   * @throws IllegalArgumentException if they are not about the same images
   */
  public static Averaging of(List<? extends PredictionSource> sources) {
    Lockstep.requireSameImages(sources);
    return new Averaging(
        ImmutableList.copyOf(sources),
        normalized(Collections.nCopies(sources.size(), 1.0), sources.size()));
  }

  /**
   * Returns a copy with these weights.
   *
   * @param weights one for each source, none negative, one at least positive; they are divided by
   *     their sum
   */
  public Averaging withWeights(List<Double> weights) {
    return new Averaging(sources, normalized(weights, sources.size()));
  }

  private static ImmutableList<Double> normalized(List<Double> weights, int count) {
    checkArgument(
        weights.size() == count,
        "weights must be %s, one for each source, found %s",
        count,
        weights.size());
    for (double weight : weights) {
      checkArgument(
          weight >= 0 && weight < Double.POSITIVE_INFINITY,
          "weights must be numbers of at least 0, found %s",
          weight);
    }
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    checkArgument(sum > 0, "weights must have a positive sum, found %s", weights);
    checkArgument(
        sum < Double.POSITIVE_INFINITY, "weights must have a finite sum, found %s", weights);
    return weights.stream().map(weight -> weight / sum).collect(ImmutableList.toImmutableList());
  }

  /** Returns the sources. */
  public ImmutableList<PredictionSource> sources() {
    return sources;
  }

  /** Returns the weights of the sources; their sum is 1. */
  public ImmutableList<Double> weights() {
    return weights;
  }

  @Override
  public String name() {
    return "the average of " + sources.stream().map(PredictionSource::name).collect(joining(", "));
  }

  @Override
  public PredictedImages images() {
    return sources.get(0).images();
  }

  @Override
  public ImmutableList<PredictedBy> networks() {
    ImmutableList.Builder<PredictedBy> all = ImmutableList.builder();
    for (int i = 0; i < sources.size(); i++) {
      double weight = weights.get(i);
      sources.get(i).networks().forEach(network -> all.add(network.times(weight)));
    }
    return all.build();
  }

  @Override
  public PredictionStream open() throws IOException {
    return new Stream(Lockstep.open(sources), weights);
  }

  /** Sums in double precision. */
  private static final class Stream implements PredictionStream {
    private final Lockstep images;
    private final ImmutableList<Double> weights;
    private final double[] sum;

    Stream(Lockstep images, ImmutableList<Double> weights) {
      this.images = images;
      this.weights = weights;
      this.sum = new double[images.classCount()];
    }

    @Override
    public boolean next() throws IOException {
      return images.next();
    }

    @Override
    public int label() {
      return images.label();
    }

    @Override
    public float[] probabilities() {
      Arrays.fill(sum, 0);
      for (int source = 0; source < weights.size(); source++) {
        add(sum, weights.get(source), images.probabilities(source));
      }
      return toFloats(sum, 1);
    }

    @Override
    public void close() throws IOException {
      images.close();
    }
  }

  /** Adds probabilities with a weight. */
  static void add(double[] sum, double weight, float[] probabilities) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * probabilities[i];
    }
  }

  /** Returns probabilities as they would be stored, with a divisor of all. */
  static float[] toFloats(double[] sum, double divisor) {
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / divisor);
    }
    return mean;
  }
}
