package org.alexnet.train;

/** The loss or a parameter is NaN or infinite; the checkpoints from before stay. */
public final class DivergedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final long step;
  private final String tensor;
  private final double learningRate;

  /**
   * Creates the exception.
   *
   * @param message what happened, and what helps
   * @param step the step that made it so
   * @param tensor name of the first variable, in the network's order, that is not finite; "loss" if
   *     it is the loss alone
   * @param learningRate the highest learning rate of weights in that step
   */
  public DivergedException(String message, long step, String tensor, double learningRate) {
    super(message);
    this.step = step;
    this.tensor = tensor;
    this.learningRate = learningRate;
  }

  /** Returns the number of the step that made it so. */
  public long step() {
    return step;
  }

  /** Returns the name of the first variable that is not finite, or "loss". */
  public String tensor() {
    return tensor;
  }

  /** Returns the highest learning rate of weights in that step. */
  public double learningRate() {
    return learningRate;
  }
}
