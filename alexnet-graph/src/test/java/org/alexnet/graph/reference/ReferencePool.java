package org.alexnet.graph.reference;

import org.alexnet.graph.Layer.MaxPool;

/** Max-pooling without padding; the gradient goes to the first of the greatest. */
final class ReferencePool {

  private ReferencePool() {}

  static Volume forward(MaxPool layer, Volume input) {
    Volume output = emptyOutput(layer, input);
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

  private static Volume emptyOutput(MaxPool layer, Volume input) {
    return Volume.zeros(
        input.images,
        (input.height - layer.size()) / layer.stride() + 1,
        (input.width - layer.size()) / layer.stride() + 1,
        input.channels);
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
    int best = input.index(image, row * layer.stride(), column * layer.stride(), channel);
    for (int down = 0; down < layer.size(); down++) {
      for (int right = 0; right < layer.size(); right++) {
        int at =
            input.index(
                image, row * layer.stride() + down, column * layer.stride() + right, channel);
        if (input.values[at] > input.values[best]) {
          best = at;
        }
      }
    }
    return best;
  }
}
