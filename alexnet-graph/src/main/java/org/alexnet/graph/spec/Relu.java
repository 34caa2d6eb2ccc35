package org.alexnet.graph.spec;

/**
 * The rectified linear unit, max(0, x). Source: paper, section 3.1.
 *
 * @param name the layer's name
 */
public record Relu(String name) implements Activation {

  /** Checks the name. */
  public Relu {
    Checks.requireName(name);
  }

  @Override
  public Kind kind() {
    return Kind.RELU;
  }

  @Override
  public String description() {
    return "ReLU";
  }
}
