package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * One layer of the network, as a value. Numbers of kernels and units count all towers together; a
 * layer that is split gives each tower an equal share.
 */
public sealed interface Layer {

  /** The name, unique in the network, in the manner of {@code conv1}. */
  String name();

  /** What each tower's part of a layer reads. */
  enum Reads {
    /** Only the tower's own part of the layer before. */
    OWN_TOWER,
    /** All of the layer before: a link between the towers. */
    ALL_TOWERS
  }

  /** Where the units of a dense layer live. */
  enum Spread {
    /** An equal share in each tower. */
    OVER_TOWERS,
    /** All of them in the first tower. */
    FIRST_TOWER
  }

  /**
   * A convolution with biases.
   *
   * @param name the layer's name
   * @param kernels number of kernels, all towers together
   * @param size side of the square kernel, in pixels
   * @param stride distance between neighboring windows, in pixels
   * @param padding zero pixels around the input
   * @param reads what each tower's kernels see
   * @param initializer how weights and biases begin
   */
  record Conv(
      String name,
      int kernels,
      int size,
      int stride,
      Padding padding,
      Reads reads,
      Initializer initializer)
      implements Layer {
    /** Checks the values. */
    public Conv {
      requireName(name);
      requirePositive("kernels of " + name, kernels);
      requirePositive("size of " + name, size);
      requirePositive("stride of " + name, stride);
      requireNonNull(padding, "padding");
      requireNonNull(reads, "reads");
      requireNonNull(initializer, "initializer");
    }

    /** The same with another number of kernels. */
    public Conv withKernels(int kernels) {
      return new Conv(name, kernels, size, stride, padding, reads, initializer);
    }

    /** The same, reading other towers. */
    public Conv withReads(Reads reads) {
      return new Conv(name, kernels, size, stride, padding, reads, initializer);
    }

    /** The same, beginning in another way. */
    public Conv withInitializer(Initializer initializer) {
      return new Conv(name, kernels, size, stride, padding, reads, initializer);
    }
  }

  /**
   * The rectified linear unit, max(0, x). Source: paper, section 3.1.
   *
   * @param name the layer's name
   */
  record Relu(String name) implements Layer {
    /** Checks the values. */
    public Relu {
      requireName(name);
    }
  }

  /**
   * The hyperbolic tangent, which the paper compares the ReLU with. Source: paper, section 3.1.
   *
   * @param name the layer's name
   */
  record Tanh(String name) implements Layer {
    /** Checks the values. */
    public Tanh {
      requireName(name);
    }
  }

  /**
   * Local response normalization over neighboring maps: b_i = a_i / (bias + alpha * sum of
   * a_j^2)^beta, where j runs over the {@code neighbors} maps centered on i, cut off at the first
   * and the last map. Source: paper, section 3.3.
   *
   * @param name the layer's name
   * @param neighbors n of the paper, odd
   * @param bias k of the paper
   * @param alpha weight of each squared neighbor; not divided by n
   * @param beta the exponent
   * @param reads whether the neighbors of a map are those of its own tower or of all towers in
   *     order
   */
  record LocalResponseNorm(
      String name, int neighbors, double bias, double alpha, double beta, Reads reads)
      implements Layer {
    /** Checks the values. */
    public LocalResponseNorm {
      requireName(name);
      requireNonNull(reads, "reads");
      checkArgument(
          neighbors > 0 && neighbors % 2 == 1,
          "neighbors of %s must be a positive odd number, found %s",
          name,
          neighbors);
      checkArgument(bias > 0, "bias of %s must be positive, found %s", name, bias);
      checkArgument(alpha >= 0, "alpha of %s must not be negative, found %s", name, alpha);
      checkArgument(beta > 0, "beta of %s must be positive, found %s", name, beta);
    }

    /** Normalization over the maps of the same tower, as the paper has it. */
    public LocalResponseNorm(String name, int neighbors, double bias, double alpha, double beta) {
      this(name, neighbors, bias, alpha, beta, Reads.OWN_TOWER);
    }
  }

  /**
   * Normalization within each map: b = a / (bias + alpha * sum of a^2)^beta, where the sum runs
   * over the {@code size x size} window of the same map centered on the pixel, cut off at the
   * edges. Source: the layer "rnorm" of the code that made the paper's numbers.
   *
   * @param name the layer's name
   * @param size side of the window, odd
   * @param bias what is added to the sum
   * @param alpha weight of each squared neighbor; not divided by the size of the window
   * @param beta the exponent
   */
  record WithinMapNorm(String name, int size, double bias, double alpha, double beta)
      implements Layer {
    /** Checks the values. */
    public WithinMapNorm {
      requireName(name);
      checkArgument(
          size > 0 && size % 2 == 1,
          "size of %s must be a positive odd number, found %s",
          name,
          size);
      checkArgument(bias > 0, "bias of %s must be positive, found %s", name, bias);
      checkArgument(alpha >= 0, "alpha of %s must not be negative, found %s", name, alpha);
      checkArgument(beta > 0, "beta of %s must be positive, found %s", name, beta);
    }
  }

  /**
   * Max-pooling; windows overlap where {@code stride < size}. Source: paper, section 3.4.
   *
   * @param name the layer's name
   * @param size side of the window, z of the paper
   * @param stride distance between windows, s of the paper
   * @param overhang whether the last window may hang over the far edge, so that no pixel is left
   *     out; what lies outside the map does not count
   */
  record MaxPool(String name, int size, int stride, boolean overhang) implements Layer {
    /** Checks the values. */
    public MaxPool {
      requireWindow(name, size, stride, overhang);
    }

    /** Max-pooling whose windows lie within the map. */
    public MaxPool(String name, int size, int stride) {
      this(name, size, stride, false);
    }
  }

  /**
   * Pooling by the mean of a window. Source: the CIFAR-10 networks of the code that made the
   * paper's numbers.
   *
   * @param name the layer's name
   * @param size side of the window
   * @param stride distance between windows
   * @param overhang whether the last window may hang over the far edge; its mean is that of the
   *     pixels within the map
   */
  record AveragePool(String name, int size, int stride, boolean overhang) implements Layer {
    /** Checks the values. */
    public AveragePool {
      requireWindow(name, size, stride, overhang);
    }
  }

  /**
   * A dense layer with biases over the flattened layer before (rows, columns, channels).
   *
   * @param name the layer's name
   * @param units number of outputs, all towers together
   * @param reads what each unit sees
   * @param spread where the units live
   * @param initializer how weights and biases begin
   */
  record Dense(String name, int units, Reads reads, Spread spread, Initializer initializer)
      implements Layer {
    /** Checks the values. */
    public Dense {
      requireName(name);
      requirePositive("units of " + name, units);
      requireNonNull(reads, "reads");
      requireNonNull(spread, "spread");
      requireNonNull(initializer, "initializer");
      checkArgument(
          spread == Spread.OVER_TOWERS || reads == Reads.ALL_TOWERS,
          "%s lives in the first tower alone, so it must read all towers",
          name);
    }

    /** The same with another number of units. */
    public Dense withUnits(int units) {
      return new Dense(name, units, reads, spread, initializer);
    }

    /** The same, reading other towers. */
    public Dense withReads(Reads reads) {
      return new Dense(name, units, reads, spread, initializer);
    }

    /** The same, beginning in another way. */
    public Dense withInitializer(Initializer initializer) {
      return new Dense(name, units, reads, spread, initializer);
    }
  }

  /**
   * Dropout: in training each activation is set to zero with probability {@code rate}. Source:
   * paper, section 4.2.
   *
   * @param name the layer's name
   * @param rate probability of dropping, in [0, 1)
   * @param scaling where it is made up for that fewer are used in training than at test
   */
  record Dropout(String name, double rate, Scaling scaling) implements Layer {

    /** Where activations are scaled. */
    public enum Scaling {
      /** At test all are multiplied by {@code 1 - rate}. Source: paper, section 4.2. */
      AT_TEST,
      /** In training those that stay are divided by {@code 1 - rate}, as Caffe does. */
      IN_TRAINING
    }

    /** Dropout as the paper has it, scaled at test. */
    public Dropout(String name, double rate) {
      this(name, rate, Scaling.AT_TEST);
    }

    /** Checks the values. */
    public Dropout {
      requireName(name);
      requireNonNull(scaling, "scaling");
      checkArgument(
          rate >= 0 && rate < 1, "rate of %s must be at least 0 and below 1, found %s", name, rate);
    }
  }

  private static void requireWindow(String name, int size, int stride, boolean overhang) {
    requireName(name);
    requirePositive("size of " + name, size);
    requirePositive("stride of " + name, stride);
    checkArgument(
        !overhang || stride <= size,
        "stride of %s must be at most its size where windows overhang, found %s",
        name,
        stride);
  }

  private static void requireName(String name) {
    checkArgument(
        name != null && name.matches("[a-z][a-z0-9_]*"),
        "name of a layer must be lower-case letters, digits and underscores, found %s",
        name);
  }

  /** No network is a million wide, and products of wider ones would overflow. */
  private static void requirePositive(String what, int value) {
    checkArgument(
        value > 0 && value <= 1_000_000, "%s must be 1 to 1000000, found %s", what, value);
  }
}
