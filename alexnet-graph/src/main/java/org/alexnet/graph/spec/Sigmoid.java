package org.alexnet.graph.spec;

/**
 * The logistic function, 1 / (1 + exp(-x)). Source: paper, section 3.1, where it is beside tanh
 * what neurons had been until then.
 *
 * @param name the layer's name
 */
public record Sigmoid(String name) implements Activation {

  /** Checks the name. */
  public Sigmoid {
    Checks.requireName(name);
  }

  @Override
  public Kind kind() {
    return Kind.SIGMOID;
  }

  @Override
  public String description() {
    return "sigmoid";
  }
}
