package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The only place where towers meet: every tower reads the channels of all of them. */
final class Link {
  /** The last axis, of maps and of flat activations alike. */
  private static final int CHANNELS = -1;

  private final Towers layer;
  private final Towers backward;
  private final Towers source;

  /**
   * @param layer builders of the reading layer
   * @param source builders of the layer that is read, for the sum of what comes back to it
   */
  Link(Towers layer, Towers source) {
    this.layer = layer;
    this.backward = layer.withSubScope("link_gradient");
    this.source = source;
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

  /** For each tower, the sum of the gradients that all readers found for its channels. */
  List<Operand<TFloat32>> scatter(List<Operand<TFloat32>> gradients, int sources) {
    if (sources == 1) {
      return gradients;
    }
    List<List<Operand<TFloat32>>> pieces = new ArrayList<>();
    for (int reader = 0; reader < gradients.size(); reader++) {
      Ops tf = backward.get(reader);
      pieces.add(
          List.copyOf(
              tf.split(tf.constant(CHANNELS), gradients.get(reader), (long) sources).output()));
    }
    return source.map(
        tower -> {
          List<Operand<TFloat32>> parts = pieces.stream().map(piece -> piece.get(tower)).toList();
          return parts.size() == 1 ? parts.get(0) : source.get(tower).math.addN(parts);
        });
  }
}
