package org.alexnet.graph.reference;

import org.alexnet.graph.spec.AveragePool;

/** Pooling by the mean of the pixels of a window that lie within the map. */
final class ReferenceAveragePool {

  private ReferenceAveragePool() {}

  static Volume forward(AveragePool layer, Volume input) {
    Volume output = windows(layer).emptyOutput(input);
    forEachShare(
        layer, input, output, (in, out, share) -> output.values[out] += share * input.values[in]);
    return output;
  }

  static Volume backward(AveragePool layer, Volume input, Volume gradient) {
    Volume inputGradient = input.zerosLike();
    forEachShare(
        layer,
        input,
        gradient,
        (in, out, share) -> inputGradient.values[in] += share * gradient.values[out]);
    return inputGradient;
  }

  /** One pixel's part of one mean. */
  private interface Share {
    void of(int input, int output, double share);
  }

  private static void forEachShare(AveragePool layer, Volume input, Volume output, Share share) {
    for (int image = 0; image < output.images; image++) {
      for (int row = 0; row < output.height; row++) {
        for (int column = 0; column < output.width; column++) {
          for (int channel = 0; channel < output.channels; channel++) {
            overWindow(layer, input, output, image, row, column, channel, share);
          }
        }
      }
    }
  }

  private static void overWindow(
      AveragePool layer,
      Volume input,
      Volume output,
      int image,
      int row,
      int column,
      int channel,
      Share share) {
    Windows windows = windows(layer);
    int bottom = windows.end(row, input.height);
    int right = windows.end(column, input.width);
    int pixels = (bottom - windows.first(row)) * (right - windows.first(column));
    for (int y = windows.first(row); y < bottom; y++) {
      for (int x = windows.first(column); x < right; x++) {
        share.of(
            input.index(image, y, x, channel),
            output.index(image, row, column, channel),
            1.0 / pixels);
      }
    }
  }

  private static Windows windows(AveragePool layer) {
    return new Windows(layer.kernelSize(), layer.stride(), layer.ceilMode());
  }
}
