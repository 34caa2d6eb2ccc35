package org.alexnet.graph.reference;

import org.alexnet.graph.spec.WithinChannelLrn;

/** Normalization by the neighboring pixels of the same map. */
final class ReferenceWithinChannelLrn {

  private ReferenceWithinChannelLrn() {}

  static Volume forward(WithinChannelLrn layer, Volume input) {
    Volume output = input.zerosLike();
    forEachPixel(
        input,
        (image, row, column, channel) -> {
          int at = input.index(image, row, column, channel);
          double scale = scale(layer, input, image, row, column, channel);
          output.values[at] = input.values[at] / Math.pow(scale, layer.beta());
        });
    return output;
  }

  /**
   * With s_p the scale of pixel p, output p falls by 2 alpha beta a_p a_q s_p^(-beta-1) for each
   * unit that a pixel q of its window rises; pixel p itself also raises it by s_p^-beta.
   */
  static Volume backward(WithinChannelLrn layer, Volume input, Volume gradient) {
    Volume inputGradient = input.zerosLike();
    forEachPixel(
        input,
        (image, row, column, channel) -> {
          int at = input.index(image, row, column, channel);
          double scale = scale(layer, input, image, row, column, channel);
          double outer = gradient.values[at];
          inputGradient.values[at] += outer / Math.pow(scale, layer.beta());
          double fall =
              2
                  * layer.alpha()
                  * layer.beta()
                  * input.values[at]
                  / Math.pow(scale, layer.beta() + 1);
          forEachNeighbor(
              layer,
              input,
              row,
              column,
              (y, x) -> {
                int near = input.index(image, y, x, channel);
                inputGradient.values[near] -= outer * fall * input.values[near];
              });
        });
    return inputGradient;
  }

  private static double scale(
      WithinChannelLrn layer, Volume input, int image, int row, int column, int channel) {
    double[] squares = {0};
    forEachNeighbor(
        layer,
        input,
        row,
        column,
        (y, x) -> {
          double value = input.values[input.index(image, y, x, channel)];
          squares[0] += value * value;
        });
    return layer.k() + layer.alpha() * squares[0];
  }

  private interface Pixel {
    void visit(int image, int row, int column, int channel);
  }

  private interface Neighbor {
    void visit(int row, int column);
  }

  private static void forEachPixel(Volume input, Pixel pixel) {
    for (int image = 0; image < input.images; image++) {
      for (int row = 0; row < input.height; row++) {
        for (int column = 0; column < input.width; column++) {
          for (int channel = 0; channel < input.channels; channel++) {
            pixel.visit(image, row, column, channel);
          }
        }
      }
    }
  }

  private static void forEachNeighbor(
      WithinChannelLrn layer, Volume input, int row, int column, Neighbor neighbor) {
    int reach = layer.kernelSize() / 2;
    for (int y = row - reach; y <= row + reach; y++) {
      for (int x = column - reach; x <= column + reach; x++) {
        if (y >= 0 && y < input.height && x >= 0 && x < input.width) {
          neighbor.visit(y, x);
        }
      }
    }
  }
}
