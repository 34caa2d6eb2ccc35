package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import org.alexnet.graph.spec.AlexNetSpec;

/**
 * Stochastic gradient descent with momentum and weight decay, the learning rate inside the
 * velocity:
 *
 * <pre>
 * v = momentum * v - decay * rate * w - rate * dL/dw
 * w = w + v
 * </pre>
 *
 * <p>L is the mean cross-entropy of the batch. Source: paper, section 5. The rate and the decay of
 * a parameter are the ones fed and {@code weightDecay}, unless the rule of biases or the factors of
 * its layer say otherwise.
 *
 * @param momentum in [0, 1)
 * @param weightDecay at least 0
 * @param biases how biases learn
 * @param layers factors of single layers, by name; a layer that is not here has factors of 1
 */
public record UpdateRule(
    double momentum,
    double weightDecay,
    BiasRule biases,
    ImmutableMap<String, LayerFactors> layers) {

  /**
   * What the rate and the decay of a layer are multiplied by.
   *
   * @param rate of weights and biases; 0 freezes the layer
   * @param decay of what decays
   */
  public record LayerFactors(double rate, double decay) {
    static final LayerFactors NONE = new LayerFactors(1, 1);

    /** Checks the values. */
    public LayerFactors {
      checkArgument(rate >= 0, "rate factor must not be negative, found %s", rate);
      checkArgument(decay >= 0, "decay factor must not be negative, found %s", decay);
    }
  }

  /** Checks the values. */
  public UpdateRule {
    checkArgument(
        momentum >= 0 && momentum < 1,
        "momentum must be at least 0 and below 1, found %s",
        momentum);
    checkArgument(weightDecay >= 0, "weightDecay must not be negative, found %s", weightDecay);
  }

  /**
   * The same rule for all parameters.
   *
   * @param momentum in [0, 1)
   * @param weightDecay at least 0
   */
  public UpdateRule(double momentum, double weightDecay) {
    this(momentum, weightDecay, new BiasRule.Scaled(1, true), ImmutableMap.of());
  }

  /**
   * Momentum 0.9, weight decay 0.0005, biases as weights: the update of section 5 is that of every
   * w. Source: paper, section 5.
   */
  public static UpdateRule paper() {
    return new UpdateRule(0.9, 0.0005);
  }

  /**
   * The rule of the code that made the paper's numbers: as the paper's, but biases learn at 0.02,
   * which no drop touches, and do not decay. Source: cuda-convnet configuration, run 145.
   */
  public static UpdateRule cudaConvnet() {
    return paper().withBiases(new BiasRule.Fixed(0.02, false));
  }

  /**
   * Caffe's: as the paper's, but biases learn twice as fast and do not decay. Source: {@code
   * lr_mult} and {@code decay_mult} of bvlc_alexnet.
   */
  public static UpdateRule caffe() {
    return paper().withBiases(new BiasRule.Scaled(2, false));
  }

  /**
   * The rule of the four-layer CIFAR-10 network: decay 0.004, and 1 in the dense layer; biases
   * learn twice as fast as weights and do not decay. Source: cuda-convnet configuration "18pct".
   */
  public static UpdateRule cifar10() {
    return new UpdateRule(0.9, 0.004)
        .withBiases(new BiasRule.Scaled(2, false))
        .withLayer("fc10", new LayerFactors(1, 1 / 0.004));
  }

  /** The same with biases that learn in another way. */
  public UpdateRule withBiases(BiasRule biases) {
    return new UpdateRule(momentum, weightDecay, biases, layers);
  }

  /**
   * The same with other factors for a layer.
   *
   * @param layer its name
   */
  public UpdateRule withLayer(String layer, LayerFactors factors) {
    ImmutableMap.Builder<String, LayerFactors> changed = ImmutableMap.builder();
    return new UpdateRule(
        momentum,
        weightDecay,
        biases,
        changed.putAll(layers).put(layer, factors).buildKeepingLast());
  }

  /**
   * Checks that every layer that the rule names is there.
   *
   * @param spec the network
   * @throws IllegalArgumentException if it has no layer of such a name
   */
  public void requireFits(AlexNetSpec spec) {
    for (String layer : layers.keySet()) {
      checkArgument(
          spec.layers().stream().anyMatch(found -> found.name().equals(layer)),
          "the update rule has factors for %s, but the network has no such layer",
          layer);
    }
  }

  /** The factors of a layer. */
  public LayerFactors factorsOf(String layer) {
    return layers.getOrDefault(layer, LayerFactors.NONE);
  }
}
