package org.alexnet.graph.reference;

import org.alexnet.graph.spec.Conv;

/** A convolution by its definition; weights {@code [row, column, in, out]}. */
final class ReferenceConv {

  private final Conv layer;
  private final double[] weights;
  private final double[] biases;

  ReferenceConv(Conv layer, double[] weights, double[] biases) {
    this.layer = layer;
    this.weights = weights;
    this.biases = biases;
  }

  Volume forward(Volume input) {
    int padding = layer.padding().near() + layer.padding().far();
    Volume output =
        Volume.zeros(
            input.images,
            (input.height + padding - layer.kernelSize()) / layer.stride() + 1,
            (input.width + padding - layer.kernelSize()) / layer.stride() + 1,
            biases.length);
    for (int at = 0; at < output.values.length; at++) {
      output.values[at] = biases[at % biases.length];
    }
    forEachProduct(
        input,
        output,
        (in, weight, out) -> {
          for (int kernel = 0; kernel < biases.length; kernel++) {
            output.values[out + kernel] += input.values[in] * weights[weight + kernel];
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
    forEachProduct(
        input,
        gradient,
        (in, weight, out) -> {
          double sum = 0;
          for (int kernel = 0; kernel < biases.length; kernel++) {
            sum += gradient.values[out + kernel] * weights[weight + kernel];
            weightGradient[weight + kernel] += gradient.values[out + kernel] * input.values[in];
          }
          inputGradient.values[in] += sum;
        });
    return inputGradient;
  }

  /** One input value that meets one weight of every kernel at one place of the output. */
  private interface Product {
    void meet(int input, int firstWeight, int firstOutput);
  }

  private void forEachProduct(Volume input, Volume output, Product product) {
    for (int image = 0; image < output.images; image++) {
      for (int row = 0; row < output.height; row++) {
        for (int column = 0; column < output.width; column++) {
          overWindow(input, image, row, column, output.index(image, row, column, 0), product);
        }
      }
    }
  }

  private void overWindow(
      Volume input, int image, int row, int column, int firstOutput, Product product) {
    int top = row * layer.stride() - layer.padding().near();
    int left = column * layer.stride() - layer.padding().near();
    for (int down = 0; down < layer.kernelSize(); down++) {
      for (int right = 0; right < layer.kernelSize(); right++) {
        int y = top + down;
        int x = left + right;
        if (y < 0 || y >= input.height || x < 0 || x >= input.width) {
          continue; // padding is zero
        }
        for (int channel = 0; channel < input.channels; channel++) {
          product.meet(
              input.index(image, y, x, channel),
              ((down * layer.kernelSize() + right) * input.channels + channel) * biases.length,
              firstOutput);
        }
      }
    }
  }
}
