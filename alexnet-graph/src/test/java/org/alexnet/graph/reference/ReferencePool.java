package org.alexnet.graph.reference;

import org.alexnet.graph.spec.MaxPool;

/** Max-pooling; the gradient goes to the first of the greatest. */
final class ReferencePool {

  private ReferencePool() {}

  static Volume forward(MaxPool layer, Volume input) {
    Volume output = windows(layer).emptyOutput(input);
    int[] winners = winners(layer, input, output);
    for (int at = 0; at < winners.length; at++) {
      output.values[at] = input.values[winners[at]];
    }
    return output;
  }

  static Volume backward(MaxPool layer, Volume input, Volume gradient) {
    Volume inputGradient = input.zerosLike();
    int[] winners = winners(layer, input, gradient);
    for (int at = 0; at < winners.length; at++) {
      inputGradient.values[winners[at]] += gradient.values[at];
    }
    return inputGradient;
  }

  private static Windows windows(MaxPool layer) {
    return new Windows(layer.kernelSize(), layer.stride(), layer.ceilMode());
  }

  private static int[] winners(MaxPool layer, Volume input, Volume output) {
    int[] winners = new int[output.values.length];
    for (int image = 0; image < output.images; image++) {
      for (int row = 0; row < output.height; row++) {
        for (int column = 0; column < output.width; column++) {
          for (int channel = 0; channel < output.channels; channel++) {
            winners[output.index(image, row, column, channel)] =
                winner(layer, input, image, row, column, channel);
          }
        }
      }
    }
    return winners;
  }

  private static int winner(
      MaxPool layer, Volume input, int image, int row, int column, int channel) {
    Windows windows = windows(layer);
    int best = input.index(image, windows.first(row), windows.first(column), channel);
    for (int y = windows.first(row); y < windows.end(row, input.height); y++) {
      for (int x = windows.first(column); x < windows.end(column, input.width); x++) {
        int at = input.index(image, y, x, channel);
        if (input.values[at] > input.values[best]) {
          best = at;
        }
      }
    }
    return best;
  }
}
