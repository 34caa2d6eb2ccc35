package org.alexnet.graph.reference;

import java.util.ArrayList;
import java.util.List;
import org.alexnet.graph.Layer.Conv;
import org.alexnet.graph.Layer.LocalResponseNorm;
import org.alexnet.graph.Layer.MaxPool;

/** Each kind of layer, forward and backward, by its definition and with no thought of speed. */
final class ReferenceLayers {
  private ReferenceLayers() {}

  static Maps conv(Conv conv, Maps in, double[] weights, double[] biases) {
    int near = conv.padding().near();
    int total = near + conv.padding().far();
    int height = (in.height() + total - conv.size()) / conv.stride() + 1;
    int width = (in.width() + total - conv.size()) / conv.stride() + 1;
    Maps out = Maps.zeros(in.count(), height, width, biases.length);
    forEachTap(
        conv,
        in,
        out,
        (n, y, x, sy, sx, tap) -> {
          for (int c = 0; c < in.channels(); c++) {
            double value = in.get(n, sy, sx, c);
            for (int k = 0; k < biases.length; k++) {
              out.add(n, y, x, k, value * weights[(tap * in.channels() + c) * biases.length + k]);
            }
          }
        });
    for (int i = 0; i < out.values().length; i++) {
      out.values()[i] += biases[i % biases.length];
    }
    return out;
  }

  static Maps convBackward(
      Conv conv, Maps in, double[] weights, Maps outGradient, double[] dWeights, double[] dBiases) {
    int kernels = dBiases.length;
    Maps inGradient = in.sameShape();
    forEachTap(
        conv,
        in,
        outGradient,
        (n, y, x, sy, sx, tap) -> {
          for (int c = 0; c < in.channels(); c++) {
            double sum = 0;
            for (int k = 0; k < kernels; k++) {
              int w = (tap * in.channels() + c) * kernels + k;
              double gradient = outGradient.get(n, y, x, k);
              dWeights[w] += gradient * in.get(n, sy, sx, c);
              sum += gradient * weights[w];
            }
            inGradient.add(n, sy, sx, c, sum);
          }
        });
    for (int i = 0; i < outGradient.values().length; i++) {
      dBiases[i % kernels] += outGradient.values()[i];
    }
    return inGradient;
  }

  private interface Tap {
    void at(int n, int y, int x, int sourceY, int sourceX, int tap);
  }

  /** Every place of a window together with every pixel under it; padding is zero, so left out. */
  private static void forEachTap(Conv conv, Maps in, Maps out, Tap tap) {
    for (int n = 0; n < out.count(); n++) {
      for (int y = 0; y < out.height(); y++) {
        for (int x = 0; x < out.width(); x++) {
          for (int i = 0; i < conv.size() * conv.size(); i++) {
            int sy = y * conv.stride() - conv.padding().near() + i / conv.size();
            int sx = x * conv.stride() - conv.padding().near() + i % conv.size();
            if (sy >= 0 && sy < in.height() && sx >= 0 && sx < in.width()) {
              tap.at(n, y, x, sy, sx, i);
            }
          }
        }
      }
    }
  }

  static Maps relu(Maps in) {
    Maps out = in.sameShape();
    for (int i = 0; i < out.values().length; i++) {
      out.values()[i] = Math.max(0, in.values()[i]);
    }
    return out;
  }

  static Maps reluBackward(Maps in, Maps outGradient) {
    Maps inGradient = in.sameShape();
    for (int i = 0; i < in.values().length; i++) {
      inGradient.values()[i] = in.values()[i] > 0 ? outGradient.values()[i] : 0;
    }
    return inGradient;
  }

  /** b_i = a_i / s_i^beta with s_i = bias + alpha * the sum of the neighbours' squares. */
  static Maps norm(LocalResponseNorm norm, Maps in) {
    Maps out = in.sameShape();
    forEachUnit(
        in, (n, y, x, c) -> out.add(n, y, x, c, in.get(n, y, x, c) * power(norm, in, n, y, x, c)));
    return out;
  }

  private static double power(LocalResponseNorm norm, Maps in, int n, int y, int x, int c) {
    return Math.pow(sum(norm, in, n, y, x, c), -norm.beta());
  }

  private static double sum(LocalResponseNorm norm, Maps in, int n, int y, int x, int c) {
    double sum = norm.bias();
    for (int j = first(norm, c); j <= last(norm, c, in); j++) {
      sum += norm.alpha() * in.get(n, y, x, j) * in.get(n, y, x, j);
    }
    return sum;
  }

  private static int first(LocalResponseNorm norm, int c) {
    return Math.max(0, c - norm.neighbours() / 2);
  }

  private static int last(LocalResponseNorm norm, int c, Maps in) {
    return Math.min(in.channels() - 1, c + norm.neighbours() / 2);
  }

  /** db_i / da_j = [i = j] s_i^-beta - 2 alpha beta a_i a_j s_i^(-beta-1), for neighbours i, j. */
  static Maps normBackward(LocalResponseNorm norm, Maps in, Maps outGradient) {
    Maps inGradient = in.sameShape();
    forEachUnit(
        in,
        (n, y, x, i) -> {
          double s = sum(norm, in, n, y, x, i);
          double gradient = outGradient.get(n, y, x, i);
          inGradient.add(n, y, x, i, gradient * Math.pow(s, -norm.beta()));
          for (int j = first(norm, i); j <= last(norm, i, in); j++) {
            inGradient.add(
                n,
                y,
                x,
                j,
                -2
                    * norm.alpha()
                    * norm.beta()
                    * gradient
                    * in.get(n, y, x, i)
                    * in.get(n, y, x, j)
                    * Math.pow(s, -norm.beta() - 1));
          }
        });
    return inGradient;
  }

  static Maps pool(MaxPool pool, Maps in) {
    int height = (in.height() - pool.size()) / pool.stride() + 1;
    int width = (in.width() - pool.size()) / pool.stride() + 1;
    Maps out = Maps.zeros(in.count(), height, width, in.channels());
    forEachUnit(
        out, (n, y, x, c) -> out.add(n, y, x, c, in.values()[largest(pool, in, n, y, x, c)]));
    return out;
  }

  static Maps poolBackward(MaxPool pool, Maps in, Maps outGradient) {
    Maps inGradient = in.sameShape();
    forEachUnit(
        outGradient,
        (n, y, x, c) ->
            inGradient.values()[largest(pool, in, n, y, x, c)] += outGradient.get(n, y, x, c));
    return inGradient;
  }

  private static int largest(MaxPool pool, Maps in, int n, int y, int x, int c) {
    int largest = in.index(n, y * pool.stride(), x * pool.stride(), c);
    for (int i = 0; i < pool.size() * pool.size(); i++) {
      int candidate =
          in.index(n, y * pool.stride() + i / pool.size(), x * pool.stride() + i % pool.size(), c);
      largest = in.values()[candidate] > in.values()[largest] ? candidate : largest;
    }
    return largest;
  }

  private interface Unit {
    void at(int n, int y, int x, int c);
  }

  private static void forEachUnit(Maps maps, Unit unit) {
    for (int n = 0; n < maps.count(); n++) {
      for (int y = 0; y < maps.height(); y++) {
        for (int x = 0; x < maps.width(); x++) {
          for (int c = 0; c < maps.channels(); c++) {
            unit.at(n, y, x, c);
          }
        }
      }
    }
  }

  static Maps dense(Maps in, double[] weights, double[] biases) {
    int inputs = in.height() * in.width() * in.channels();
    Maps out = Maps.zeros(in.count(), 1, 1, biases.length);
    for (int n = 0; n < in.count(); n++) {
      for (int u = 0; u < biases.length; u++) {
        double sum = biases[u];
        for (int i = 0; i < inputs; i++) {
          sum += in.values()[n * inputs + i] * weights[i * biases.length + u];
        }
        out.add(n, 0, 0, u, sum);
      }
    }
    return out;
  }

  static Maps denseBackward(
      Maps in, double[] weights, Maps outGradient, double[] dWeights, double[] dBiases) {
    int inputs = in.height() * in.width() * in.channels();
    Maps inGradient = in.sameShape();
    for (int n = 0; n < in.count(); n++) {
      for (int u = 0; u < dBiases.length; u++) {
        double gradient = outGradient.get(n, 0, 0, u);
        dBiases[u] += gradient;
        for (int i = 0; i < inputs; i++) {
          dWeights[i * dBiases.length + u] += gradient * in.values()[n * inputs + i];
          inGradient.values()[n * inputs + i] += gradient * weights[i * dBiases.length + u];
        }
      }
    }
    return inGradient;
  }

  static Maps times(Maps in, double[] factors) {
    Maps out = in.sameShape();
    for (int i = 0; i < out.values().length; i++) {
      out.values()[i] = in.values()[i] * factors[i];
    }
    return out;
  }

  /** The channels of all parts in order. */
  static Maps concatenated(List<Maps> parts) {
    Maps one = parts.get(0);
    int channels = parts.stream().mapToInt(Maps::channels).sum();
    Maps all = Maps.zeros(one.count(), one.height(), one.width(), channels);
    int first = 0;
    for (Maps part : parts) {
      int begin = first;
      forEachUnit(part, (n, y, x, c) -> all.add(n, y, x, begin + c, part.get(n, y, x, c)));
      first += part.channels();
    }
    return all;
  }

  /** Equal shares of the channels, in order. */
  static List<Maps> split(Maps all, int count) {
    List<Maps> parts = new ArrayList<>();
    int channels = all.channels() / count;
    for (int p = 0; p < count; p++) {
      int begin = p * channels;
      Maps part = Maps.zeros(all.count(), all.height(), all.width(), channels);
      forEachUnit(part, (n, y, x, c) -> part.add(n, y, x, c, all.get(n, y, x, begin + c)));
      parts.add(part);
    }
    return parts;
  }

  static void addTo(Maps sum, Maps summand) {
    for (int i = 0; i < sum.values().length; i++) {
      sum.values()[i] += summand.values()[i];
    }
  }
}
