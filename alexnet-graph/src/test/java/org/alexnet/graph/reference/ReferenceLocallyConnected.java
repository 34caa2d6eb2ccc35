package org.alexnet.graph.reference;

import org.alexnet.graph.spec.LocallyConnected;

/**
 * A locally connected layer by its definition; weights {@code [row, column, row in the window,
 * column in the window, in, out]}, biases {@code [row, column, out]}.
 */
final class ReferenceLocallyConnected {
  private final LocallyConnected layer;
  private final double[] weights;
  private final double[] biases;

  ReferenceLocallyConnected(LocallyConnected layer, double[] weights, double[] biases) {
    this.layer = layer;
    this.weights = weights;
    this.biases = biases;
  }

  Volume forward(Volume input) {
    int rows = count(input.height);
    int columns = count(input.width);
    Volume output = Volume.zeros(input.images, rows, columns, biases.length / (rows * columns));
    for (int at = 0; at < output.values.length; at++) {
      output.values[at] = biases[at % biases.length];
    }
    double[] read = input.values;
    double[] sums = output.values;
    forEachPixel(
        input,
        output,
        (in, firstWeight, out) -> {
          int weight = firstWeight;
          for (int channel = 0; channel < input.channels; channel++) {
            double value = read[in + channel];
            for (int filter = 0; filter < output.channels; filter++, weight++) {
              sums[out + filter] += value * weights[weight];
            }
          }
        });
    return output;
  }

  /** Adds to the gradients of weights and biases; returns the gradient of the input. */
  Volume backward(Volume input, Volume gradient, double[] weightGradient, double[] biasGradient) {
    for (int at = 0; at < gradient.values.length; at++) {
      biasGradient[at % biases.length] += gradient.values[at];
    }
    Volume inputGradient = input.zerosLike();
    double[] read = input.values;
    double[] outer = gradient.values;
    forEachPixel(
        input,
        gradient,
        (in, firstWeight, out) -> {
          int weight = firstWeight;
          for (int channel = 0; channel < input.channels; channel++) {
            double value = read[in + channel];
            for (int filter = 0; filter < gradient.channels; filter++, weight++) {
              weightGradient[weight] += outer[out + filter] * value;
              inputGradient.values[in + channel] += outer[out + filter] * weights[weight];
            }
          }
        });
    return inputGradient;
  }

  private int count(int side) {
    int padded = side + layer.padding().near() + layer.padding().far();
    return (padded - layer.kernelSize()) / layer.stride() + 1;
  }

  /**
   * One pixel of the input within the window of one place of the output: each of its channels meets
   * the weight of each filter that belongs to this place alone.
   */
  private interface Pixel {
    void meet(int firstInput, int firstWeight, int firstOutput);
  }

  private void forEachPixel(Volume input, Volume output, Pixel pixel) {
    int weightsOfPixel = input.channels * output.channels;
    for (int image = 0; image < output.images; image++) {
      int weight = 0;
      for (int row = 0; row < output.height; row++) {
        for (int column = 0; column < output.width; column++) {
          int top = row * layer.stride() - layer.padding().near();
          int left = column * layer.stride() - layer.padding().near();
          for (int y = top; y < top + layer.kernelSize(); y++) {
            for (int x = left; x < left + layer.kernelSize(); x++, weight += weightsOfPixel) {
              if (y >= 0 && y < input.height && x >= 0 && x < input.width) {
                pixel.meet(
                    input.index(image, y, x, 0), weight, output.index(image, row, column, 0));
              }
            }
          }
        }
      }
    }
  }
}
