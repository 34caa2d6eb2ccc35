package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.List;
import org.alexnet.graph.spec.ShapeTrace;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/** What passes between towers where {@link GraphAssembler} joins them, along the channels. */
final class Collectives {
  /** The last axis, of feature maps and of flat activations alike. */
  private static final int CHANNELS = -1;

  private Collectives() {}

  /**
   * Returns, in each tower that reads, the channels of all parts in order.
   *
   * @param readers builders of the layer that reads
   * @param parts the channels that each tower holds
   */
  static <T extends TNumber> List<Operand<T>> allGather(Towers readers, List<Operand<T>> parts) {
    return readers.map(tower -> joined(readers.get(tower), "all_gather", parts));
  }

  /**
   * Returns the channels of all parts of the last layer in order, in the first tower.
   *
   * @param holders builders of the last layer
   * @param parts the channels that each tower holds
   */
  static <T extends TNumber> Operand<T> logits(Towers holders, List<Operand<T>> parts) {
    return parts.size() == 1 ? parts.get(0) : joined(holders.get(0), "logits", parts);
  }

  private static <T extends TNumber> Operand<T> joined(
      Ops tf, String name, List<Operand<T>> parts) {
    return tf.withName(name).concat(parts, tf.constant(CHANNELS));
  }

  /**
   * Returns, in each tower that holds a part of the last layer, the gradient of its logits.
   *
   * @param holders builders of the backward pass of the last layer
   * @param logits the last layer
   * @param gradient of all logits, in the first tower
   */
  static <T extends TNumber> List<Operand<T>> logitsGradients(
      Towers holders, ShapeTrace.Step logits, Operand<T> gradient) {
    if (holders.count() == 1) {
      return List.of(gradient);
    }
    Ops first = holders.withSubScope("scatter").get(0);
    List<Operand<T>> parts = new ArrayList<>();
    long begin = 0;
    for (int tower = 0; tower < holders.count(); tower++) {
      long end = begin + logits.outputChannels(tower);
      Operand<T> part = slice(first, gradient, begin, end);
      parts.add(holders.get(tower).identity(part)); // it crosses once, however many read it
      begin = end;
    }
    return parts;
  }

  /**
   * Returns, in each tower that holds a part, the sum of the gradients that all readers found for
   * its channels.
   *
   * @param readers builders of the backward pass of the layer that reads
   * @param holders builders of the layer that is read
   * @param gradients of each reader, with respect to the channels of all parts
   * @param channels number of channels of all parts together
   */
  static <T extends TNumber> List<Operand<T>> reduceScatter(
      Towers readers, Towers holders, List<Operand<T>> gradients, int channels) {
    Towers slices = readers.withSubScope("reduce_scatter");
    long width = channels / holders.count();
    return holders.map(
        holder -> {
          List<Operand<T>> parts = new ArrayList<>();
          for (int reader = 0; reader < gradients.size(); reader++) {
            parts.add(
                slice(
                    slices.get(reader),
                    gradients.get(reader),
                    holder * width,
                    (holder + 1) * width));
          }
          return parts.size() == 1 ? parts.get(0) : holders.get(holder).math.addN(parts);
        });
  }

  /**
   * Returns some channels. With {@code split}, whose parts come from one operation, TensorFlow's
   * oneDNN pass joins a convolution's filter gradient with the bias gradient of another tower: it
   * compares the operations that they read, not the outputs.
   */
  private static <T extends TNumber> Operand<T> slice(
      Ops tf, Operand<T> all, long begin, long end) {
    return tf.stridedSlice(all, Indices.ellipsis(), Indices.slice(begin, end));
  }
}
