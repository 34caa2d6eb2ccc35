package org.alexnet.graph.reference;

/** A dense layer over rows, columns, channels in that order; weights {@code [in, out]}. */
final class ReferenceDense {

  private final double[] weights;
  private final double[] biases;

  ReferenceDense(double[] weights, double[] biases) {
    this.weights = weights;
    this.biases = biases;
  }

  Volume forward(Volume input) {
    Volume output = Volume.zeros(input.images, 1, 1, biases.length);
    for (int image = 0; image < input.images; image++) {
      for (int unit = 0; unit < biases.length; unit++) {
        double sum = biases[unit];
        for (int in = 0; in < input.size(); in++) {
          sum += input.values[image * input.size() + in] * weights[in * biases.length + unit];
        }
        output.values[image * biases.length + unit] = sum;
      }
    }
    return output;
  }

  /** Adds to the gradients of weights and biases; returns the gradient of the input. */
  Volume backward(Volume input, Volume gradient, double[] weightGradient, double[] biasGradient) {
    Volume inputGradient = input.zerosLike();
    for (int image = 0; image < input.images; image++) {
      for (int unit = 0; unit < biases.length; unit++) {
        double outer = gradient.values[image * biases.length + unit];
        biasGradient[unit] += outer;
        for (int in = 0; in < input.size(); in++) {
          int at = image * input.size() + in;
          weightGradient[in * biases.length + unit] += outer * input.values[at];
          inputGradient.values[at] += outer * weights[in * biases.length + unit];
        }
      }
    }
    return inputGradient;
  }
}
