package org.alexnet.graph.spec;

import com.google.common.base.Ascii;
import java.util.function.Function;

/** A non-linearity, applied to each value of the layer before. */
public sealed interface Activation extends Elementwise permits Relu, Tanh, Sigmoid {

  /** The functions to choose from. */
  @SuppressWarnings("ImmutableEnumChecker") // of constructors
  enum Kind {
    /** max(0, x). */
    RELU(Relu::new),
    /** The hyperbolic tangent. */
    TANH(Tanh::new),
    /** The logistic function. */
    SIGMOID(Sigmoid::new);

    private final Function<String, Activation> constructor;

    Kind(Function<String, Activation> constructor) {
      this.constructor = constructor;
    }

    /**
     * Returns a layer of this kind.
     *
     * @param name the layer's name
     */
    public Activation named(String name) {
      return constructor.apply(name);
    }

    /** Returns the name as it is written on the command line: {@code tanh}. */
    @Override
    public String toString() {
      return Ascii.toLowerCase(name());
    }
  }

  @Override
  default boolean readsOutputBack() {
    return true;
  }

  /** Returns which function it is. */
  Kind kind();
}
