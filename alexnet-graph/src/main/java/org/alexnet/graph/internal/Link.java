package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The only place where towers meet: every tower reads the channels of all of them. */
final class Link {
  /** The last axis, of maps and of flat activations alike. */
  private static final int CHANNELS = -1;

  private final Towers layer;
  private final Towers backward;
  private final Towers source;
  private final int channels;

  /**
   * @param layer builders of the reading layer
   * @param source builders of the layer that is read, for the sum of what comes back to it
   * @param channels of the layer that is read, all towers together
   */
  Link(Towers layer, Towers source, int channels) {
    this.layer = layer;
    this.backward = layer.withSubScope("link_gradient");
    this.source = source;
    this.channels = channels;
  }

  /** In each tower, the channels of all towers in order. */
  List<Operand<TFloat32>> gather(List<Operand<TFloat32>> parts) {
    if (parts.size() == 1) {
      return parts;
    }
    return layer.map(
        tower -> {
          Ops tf = layer.get(tower);
          return tf.withName("gather").concat(parts, tf.constant(CHANNELS));
        });
  }

  /** The same on the way back, for a layer whose readers' gradients are read in turn. */
  List<Operand<TFloat32>> gatherGradients(List<Operand<TFloat32>> parts) {
    return new Link(backward, source, channels).gather(parts);
  }

  /** For each tower, the sum of the gradients that all readers found for its channels. */
  List<Operand<TFloat32>> scatter(List<Operand<TFloat32>> gradients, int sources) {
    if (sources == 1) {
      return gradients;
    }
    return source.map(
        tower -> {
          List<Operand<TFloat32>> parts = new ArrayList<>();
          for (int reader = 0; reader < gradients.size(); reader++) {
            parts.add(part(backward.get(reader), gradients.get(reader), tower, sources));
          }
          return parts.size() == 1 ? parts.get(0) : source.get(tower).math.addN(parts);
        });
  }

  /**
   * A tower's channels. With {@code split}, whose parts come from one operation, TensorFlow's
   * oneDNN pass joins a convolution's filter gradient with the bias gradient of another tower: it
   * compares the operations that they read, not the outputs.
   */
  private Operand<TFloat32> part(Ops tf, Operand<TFloat32> all, int tower, int sources) {
    long width = channels / sources;
    return tf.stridedSlice(
        all, Indices.ellipsis(), Indices.slice(tower * width, (tower + 1) * width));
  }
}
