package org.alexnet.train;

/**
 * How large the weights of a layer are, and what the last step added to them: Euclidean norms over
 * all towers.
 *
 * @param layer name of the layer
 * @param weights norm of its weights after the step
 * @param update norm of what the step added to them, 0 if they are frozen
 */
public record LayerNorms(String layer, double weights, double update) {

  /**
   * Returns the norm of the update by that of the weights. About 0.001 is healthy; far more means
   * that the learning rate is too high, far less that the layer hardly learns.
   */
  public double ratio() {
    return update / weights;
  }
}
