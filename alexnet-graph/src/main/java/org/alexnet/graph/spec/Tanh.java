package org.alexnet.graph.spec;

/**
 * The hyperbolic tangent, which the paper compares the ReLU with. Source: paper, section 3.1.
 *
 * @param name the layer's name
 */
public record Tanh(String name) implements Activation {

  /** Checks the name. */
  public Tanh {
    Checks.requireName(name);
  }

  @Override
  public Kind kind() {
    return Kind.TANH;
  }

  @Override
  public String description() {
    return "tanh";
  }
}
