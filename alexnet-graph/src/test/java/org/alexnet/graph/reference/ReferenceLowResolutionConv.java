package org.alexnet.graph.reference;

import static org.alexnet.graph.spec.Connectivity.GROUPED;

import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.LowResolution;
import org.alexnet.graph.spec.LowResolutionConv;

/** A convolution of the blurred image, pixel by pixel, added to what is there. */
final class ReferenceLowResolutionConv {

  private final LowResolutionConv layer;
  private final double[] weights;

  ReferenceLowResolutionConv(LowResolutionConv layer, double[] weights) {
    this.layer = layer;
    this.weights = weights;
  }

  Volume forward(Volume input, Volume images) {
    Volume output = convolution(input.channels).forward(lowResolution(images));
    output.addChannelsOf(input, 0);
    return output;
  }

  /** Adds to the gradient of the weights; that of the input is the output's. */
  void backward(Volume images, Volume gradient, double[] weightGradient) {
    convolution(gradient.channels)
        .backward(lowResolution(images), gradient, weightGradient, new double[gradient.channels]);
  }

  private ReferenceConv convolution(int channels) {
    Conv same =
        new Conv(
            layer.name(),
            channels,
            layer.kernelSize(),
            layer.stride(),
            layer.padding(),
            GROUPED,
            Initializer.PAPER);
    return new ReferenceConv(same, weights, new double[channels]);
  }

  private Volume lowResolution(Volume images) {
    return lowResolution(layer.resolution(), images);
  }

  /** Weighted means of whole windows, of which only the pixels within the image are not 0. */
  static Volume lowResolution(LowResolution how, Volume images) {
    int rows = (images.height - how.first() + how.stride() - 1) / how.stride();
    int columns = (images.width - how.first() + how.stride() - 1) / how.stride();
    Volume low = Volume.zeros(images.images, rows, columns, images.channels);
    int radius = how.kernelSize() / 2;
    double total = 0;
    for (int down = -radius; down <= radius; down++) {
      for (int right = -radius; right <= radius; right++) {
        double weight = Math.exp(-(down * down + right * right) / (2 * how.std() * how.std()));
        total += weight;
        for (int at = 0; at < low.values.length; at++) {
          int y = at / (low.channels * columns) % rows * how.stride() + how.first() + down;
          int x = at / low.channels % columns * how.stride() + how.first() + right;
          if (y >= 0 && y < images.height && x >= 0 && x < images.width) {
            low.values[at] +=
                weight * images.values[images.index(at / low.size(), y, x, at % low.channels)];
          }
        }
      }
    }
    for (int at = 0; at < low.values.length; at++) {
      low.values[at] /= total;
    }
    return low;
  }
}
