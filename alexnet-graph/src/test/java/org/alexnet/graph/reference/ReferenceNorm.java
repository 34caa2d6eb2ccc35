package org.alexnet.graph.reference;

import org.alexnet.graph.spec.LocalResponseNorm;

/** Local response normalization: paper, section 3.3, over all the channels that it is given. */
public final class ReferenceNorm {

  private ReferenceNorm() {}

  public static Volume forward(LocalResponseNorm layer, Volume input) {
    Volume output = input.zerosLike();
    for (int at = 0; at < input.values.length; at++) {
      output.values[at] = input.values[at] * Math.pow(scale(layer, input, at), -layer.beta());
    }
    return output;
  }

  /**
   * With s_i the scale of channel i, dL/da_j = g_j s_j^-beta - 2 alpha beta a_j sum of g_i a_i
   * s_i^(-beta-1) over the channels i that count j among their neighbors.
   */
  public static Volume backward(LocalResponseNorm layer, Volume input, Volume gradient) {
    Volume inputGradient = input.zerosLike();
    for (int at = 0; at < input.values.length; at++) {
      double scale = scale(layer, input, at);
      inputGradient.values[at] += gradient.values[at] * Math.pow(scale, -layer.beta());
      double common =
          -2
              * layer.alpha()
              * layer.beta()
              * gradient.values[at]
              * input.values[at]
              * Math.pow(scale, -layer.beta() - 1);
      for (int near = first(layer, input, at); near <= last(layer, input, at); near++) {
        inputGradient.values[near] += common * input.values[near];
      }
    }
    return inputGradient;
  }

  private static double scale(LocalResponseNorm layer, Volume input, int at) {
    double squares = 0;
    for (int near = first(layer, input, at); near <= last(layer, input, at); near++) {
      squares += input.values[near] * input.values[near];
    }
    return layer.k() + layer.alpha() * squares;
  }

  private static int first(LocalResponseNorm layer, Volume input, int at) {
    return at - Math.min(at % input.channels, layer.n() / 2);
  }

  private static int last(LocalResponseNorm layer, Volume input, int at) {
    return at + Math.min(input.channels - 1 - at % input.channels, layer.n() / 2);
  }
}
