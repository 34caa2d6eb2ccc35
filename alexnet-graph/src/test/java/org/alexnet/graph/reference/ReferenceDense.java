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
    double[] sums = output.values;
    for (int image = 0; image < input.images; image++) {
      int out = image * biases.length;
      System.arraycopy(biases, 0, sums, out, biases.length);
      for (int in = 0; in < input.size(); in++) {
        double value = input.values[image * input.size() + in];
        for (int unit = 0; unit < output.channels; unit++) {
          sums[out + unit] += value * weights[in * output.channels + unit];
        }
      }
    }
    return output;
  }

  /** Adds to the gradients of weights and biases; returns the gradient of the input. */
  Volume backward(Volume input, Volume gradient, double[] weightGradient, double[] biasGradient) {
    Volume inputGradient = input.zerosLike();
    double[] outer = gradient.values;
    for (int image = 0; image < input.images; image++) {
      int out = image * biases.length;
      for (int unit = 0; unit < biases.length; unit++) {
        biasGradient[unit] += outer[out + unit];
      }
      for (int in = 0; in < input.size(); in++) {
        double value = input.values[image * input.size() + in];
        double sum = 0;
        for (int unit = 0; unit < gradient.channels; unit++) {
          int weight = in * gradient.channels + unit;
          weightGradient[weight] += outer[out + unit] * value;
          sum += outer[out + unit] * weights[weight];
        }
        inputGradient.values[image * input.size() + in] = sum;
      }
    }
    return inputGradient;
  }
}
