package org.alexnet.graph.reference;

import org.alexnet.graph.spec.Conv;

/** A convolution by its definition; weights {@code [row, column, in, out]}. */
public final class ReferenceConv {

  private final Conv layer;
  private final double[] weights;
  private final double[] biases;

  public ReferenceConv(Conv layer, double[] weights, double[] biases) {
    this.layer = layer;
    this.weights = weights;
    this.biases = biases;
  }

  public Volume forward(Volume input) {
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
    double[] read = input.values;
    double[] sums = output.values;
    forEachPixel(
        input,
        output,
        (in, firstWeight, out) -> {
          int weight = firstWeight;
          for (int channel = 0; channel < input.channels; channel++) {
            double value = read[in + channel];
            for (int kernel = 0; kernel < output.channels; kernel++, weight++) {
              sums[out + kernel] += value * weights[weight];
            }
          }
        });
    return output;
  }

  /** Adds to the gradients of weights and biases; returns the gradient of the input. */
  public Volume backward(
      Volume input, Volume gradient, double[] weightGradient, double[] biasGradient) {
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
            double sum = 0;
            for (int kernel = 0; kernel < gradient.channels; kernel++, weight++) {
              sum += outer[out + kernel] * weights[weight];
              weightGradient[weight] += outer[out + kernel] * value;
            }
            inputGradient.values[in + channel] += sum;
          }
        });
    return inputGradient;
  }

  /**
   * One pixel of the input within the window of one place of the output: each of its channels meets
   * its weight of each kernel.
   */
  private interface Pixel {
    void meet(int firstInput, int firstWeight, int firstOutput);
  }

  private void forEachPixel(Volume input, Volume output, Pixel pixel) {
    for (int image = 0; image < output.images; image++) {
      for (int row = 0; row < output.height; row++) {
        for (int column = 0; column < output.width; column++) {
          overWindow(input, image, row, column, output.index(image, row, column, 0), pixel);
        }
      }
    }
  }

  private void overWindow(
      Volume input, int image, int row, int column, int firstOutput, Pixel pixel) {
    int top = row * layer.stride() - layer.padding().near();
    int left = column * layer.stride() - layer.padding().near();
    for (int down = 0; down < layer.kernelSize(); down++) {
      for (int right = 0; right < layer.kernelSize(); right++) {
        int y = top + down;
        int x = left + right;
        if (y < 0 || y >= input.height || x < 0 || x >= input.width) {
          continue; // padding is zero
        }
        pixel.meet(
            input.index(image, y, x, 0),
            (down * layer.kernelSize() + right) * input.channels * biases.length,
            firstOutput);
      }
    }
  }
}
