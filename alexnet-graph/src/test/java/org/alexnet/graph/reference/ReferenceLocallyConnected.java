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
    forEachProduct(
        input,
        output,
        (in, weight, out) -> output.values[out] += input.values[in] * weights[weight]);
    return output;
  }

  /** Adds to the gradients of weights and biases; returns the gradient of the input. */
  Volume backward(Volume input, Volume gradient, double[] weightGradient, double[] biasGradient) {
    for (int at = 0; at < gradient.values.length; at++) {
      biasGradient[at % biases.length] += gradient.values[at];
    }
    Volume inputGradient = input.zerosLike();
    forEachProduct(
        input,
        gradient,
        (in, weight, out) -> {
          weightGradient[weight] += gradient.values[out] * input.values[in];
          inputGradient.values[in] += gradient.values[out] * weights[weight];
        });
    return inputGradient;
  }

  private int count(int side) {
    int padded = side + layer.padding().near() + layer.padding().far();
    return (padded - layer.kernelSize()) / layer.stride() + 1;
  }

  /** One input value that meets its own weight for one value of the output. */
  private interface Product {
    void meet(int input, int weight, int output);
  }

  private void forEachProduct(Volume input, Volume output, Product product) {
    for (int image = 0; image < output.images; image++) {
      int weight = 0;
      for (int row = 0; row < output.height; row++) {
        for (int column = 0; column < output.width; column++) {
          int top = row * layer.stride() - layer.padding().near();
          int left = column * layer.stride() - layer.padding().near();
          for (int y = top; y < top + layer.kernelSize(); y++) {
            for (int x = left; x < left + layer.kernelSize(); x++) {
              boolean within = y >= 0 && y < input.height && x >= 0 && x < input.width;
              for (int in = 0; in < input.channels; in++) {
                for (int filter = 0; filter < output.channels; filter++, weight++) {
                  if (within) {
                    product.meet(
                        input.index(image, y, x, in),
                        weight,
                        output.index(image, row, column, filter));
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
