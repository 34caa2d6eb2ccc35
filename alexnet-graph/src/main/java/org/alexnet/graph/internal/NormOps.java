package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Division of each activation by a power of the activity around it, in every tower.
 *
 * <p>With B the symmetric matrix of weights of neighbors:
 *
 * <pre>
 * s  = bias + B a^2
 * b  = a * s^-beta
 * da = db * s^-beta - 2 beta a * B (db * b / s)
 * </pre>
 *
 * <p>Composed like this it is faster on CPUs than the operation LRN.
 */
final class NormOps implements LayerOps {
  private final double bias;
  private final double beta;
  private final Neighbors neighbors;
  private final Towers forward;
  private final Towers backward;
  private List<Operand<TFloat32>> inputs = List.of();
  private List<Operand<TFloat32>> scales = List.of();
  private final List<Operand<TFloat32>> powers = new ArrayList<>();
  private List<Operand<TFloat32>> outputs = List.of();

  NormOps(double bias, double beta, Neighbors neighbors, Towers forward) {
    this.bias = bias;
    this.beta = beta;
    this.neighbors = neighbors;
    this.forward = forward;
    this.backward = forward.withSubScope("backward");
  }

  @Override
  public List<Operand<TFloat32>> forward(List<Operand<TFloat32>> inputs) {
    this.inputs = inputs;
    List<Operand<TFloat32>> activity =
        neighbors.ofActivity(
            forward, forward.map(tower -> forward.get(tower).math.square(inputs.get(tower))));
    scales =
        forward.map(
            tower -> {
              Ops tf = forward.get(tower);
              return tf.math.add(activity.get(tower), tf.constant((float) bias));
            });
    outputs =
        forward.map(
            tower -> {
              Ops tf = forward.get(tower);
              powers.add(inversePower(tf, scales.get(tower)));
              return tf.math.mul(inputs.get(tower), powers.get(tower));
            });
    return outputs;
  }

  @Override
  public List<Operand<TFloat32>> backward(
      List<Operand<TFloat32>> outputGradients, ParameterGradients gradients) {
    List<Operand<TFloat32>> shared =
        neighbors.ofGradients(
            backward,
            backward.map(
                tower -> {
                  Ops tf = backward.get(tower);
                  return tf.math.div(
                      tf.math.mul(outputGradients.get(tower), outputs.get(tower)),
                      scales.get(tower));
                }));
    return backward.map(
        tower -> {
          Ops tf = backward.get(tower);
          return tf.math.sub(
              tf.math.mul(outputGradients.get(tower), powers.get(tower)),
              tf.math.mul(
                  tf.math.mul(inputs.get(tower), shared.get(tower)),
                  tf.constant((float) (2 * beta))));
        });
  }

  /** scale^-beta; the paper's 0.75 by square roots, which are several times faster than pow. */
  private Operand<TFloat32> inversePower(Ops tf, Operand<TFloat32> scale) {
    if (beta == 0.75) {
      Operand<TFloat32> inverseRoot = tf.math.rsqrt(scale);
      return tf.math.mul(inverseRoot, tf.math.sqrt(inverseRoot));
    }
    return tf.math.pow(scale, tf.constant((float) -beta));
  }
}
