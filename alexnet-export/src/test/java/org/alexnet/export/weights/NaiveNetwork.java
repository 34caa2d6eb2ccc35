package org.alexnet.export.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The layers of others, as their documents define them, by plain Java in float64. */
final class NaiveNetwork {
  private final Map<String, NamedTensor> tensors;

  NaiveNetwork(List<NamedTensor> tensors) {
    this.tensors = tensors.stream().collect(Collectors.toMap(NamedTensor::name, each -> each));
  }

  /** PyTorch's conv2d with stride 1 and no padding: {@code x} is [channel][row][column]. */
  double[][][] conv(String layer, double[][][] x, int groups) {
    NamedTensor weight = tensors.get(layer + ".weight");
    float[] bias = tensors.get(layer + ".bias").values();
    int filters = weight.shape().get(0);
    int channels = weight.shape().get(1);
    int side = weight.shape().get(2);
    int rows = x[0].length - side + 1;
    double[][][] y = new double[filters][rows][rows];
    for (int filter = 0; filter < filters; filter++) {
      int first = filter / (filters / groups) * channels;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < rows; column++) {
          double sum = bias[filter];
          for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < side; i++) {
              for (int j = 0; j < side; j++) {
                int at = ((filter * channels + channel) * side + i) * side + j;
                sum += weight.values()[at] * x[first + channel][row + i][column + j];
              }
            }
          }
          y[filter][row][column] = Math.max(0, sum);
        }
      }
    }
    return y;
  }

  /** PyTorch's flatten: by channel, row and column. */
  static double[] flat(double[][][] x) {
    return Arrays.stream(x).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray();
  }

  /** PyTorch's linear. */
  double[] linear(String layer, double[] x) {
    NamedTensor weight = tensors.get(layer + ".weight");
    double[] y = new double[weight.shape().get(0)];
    for (int unit = 0; unit < y.length; unit++) {
      y[unit] = tensors.get(layer + ".bias").values()[unit];
      for (int input = 0; input < x.length; input++) {
        y[unit] += weight.values()[unit * x.length + input] * x[input];
      }
    }
    return y;
  }

  static double[] relu(double[] x) {
    return Arrays.stream(x).map(value -> Math.max(0, value)).toArray();
  }
}
