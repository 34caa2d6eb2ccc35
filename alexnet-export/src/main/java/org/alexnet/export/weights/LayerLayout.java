package org.alexnet.export.weights;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.FeatureMap;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.ShapeTrace;
import org.tensorflow.ndarray.Shape;

/**
 * Where each parameter of a layer's towers is in the one tensor that Caffe and PyTorch have: of a
 * convolution {@code [filters, channels read, rows, columns]}, of a dense layer {@code [units,
 * inputs]}, inputs by channel, row and column. Filters of the first tower come first; towers that
 * read their own channels alone are what Caffe and PyTorch call groups.
 */
final class LayerLayout {
  private final ShapeTrace.Step step;
  private final boolean isConv;

  /**
   * Lays out a layer.
   *
   * @throws IllegalArgumentException if neither Caffe nor PyTorch has such a layer
   */
  LayerLayout(ShapeTrace.Step step) {
    this.step = step;
    isConv = step.layer() instanceof Conv;
    checkArgument(
        isConv || step.layer() instanceof Dense,
        "%s is a layer that other formats do not have",
        step.layer().name());
    checkArgument(
        isConv || step.readsSame(),
        "%s reads its own tower alone, which dense layers of other formats cannot",
        step.layer().name());
  }

  /** Returns the sides of the one tensor. */
  ImmutableList<Integer> shape(Parameter parameter) {
    int outputs = step.output().channels();
    if (parameter.kind() == Kind.BIASES) {
      return ImmutableList.of(outputs);
    }
    if (!isConv) {
      return ImmutableList.of(outputs, Math.toIntExact(step.input().size()));
    }
    Shape own = parameter.shape();
    return ImmutableList.of(outputs, (int) own.get(2), (int) own.get(0), (int) own.get(1));
  }

  /** Whether the layer is a convolution of the image. */
  boolean readsImage() {
    return isConv && step.inputParts() == 1;
  }

  /** A place in a tower's parameter, and in the one tensor. */
  interface Places {
    void at(int own, int joined);
  }

  /** Tells where each value of a tower's parameter is. */
  void forEach(Parameter parameter, Places places) {
    int first = 0;
    for (int tower = 0; tower < parameter.tower(); tower++) {
      first += step.outputChannels(tower);
    }
    int outputs = step.outputChannels(parameter.tower());
    if (parameter.kind() == Kind.BIASES) {
      for (int output = 0; output < outputs; output++) {
        places.at(output, first + output);
      }
      return;
    }
    FeatureMap read =
        isConv
            ? new FeatureMap(
                (int) parameter.shape().get(0),
                (int) parameter.shape().get(1),
                (int) parameter.shape().get(2))
            : step.input();
    int own = 0;
    for (int row = 0; row < read.height(); row++) {
      for (int column = 0; column < read.width(); column++) {
        for (int channel = 0; channel < read.channels(); channel++) {
          int input = (channel * read.height() + row) * read.width() + column;
          for (int output = 0; output < outputs; output++) {
            places.at(own++, (first + output) * (int) read.size() + input);
          }
        }
      }
    }
  }
}
