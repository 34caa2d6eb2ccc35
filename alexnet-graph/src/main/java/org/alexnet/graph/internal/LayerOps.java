package org.alexnet.graph.internal;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The operations of one layer in a graph: forward once, then, for training, backward once. Lists
 * hold one operand for each tower.
 *
 * <p>The gradients are written here and not left to {@code Graph.addGradients}, which gives its
 * operations no device, so that the backward pass of both towers would run on one GPU, and which
 * ignores the attributes of LRN and the explicit padding of convolutions.
 */
interface LayerOps {

  /** Adds the forward operations; called once, before {@link #backward}. */
  List<Operand<TFloat32>> forward(List<Operand<TFloat32>> inputs);

  /**
   * Adds the backward operations.
   *
   * @param outputGradients gradient of the loss with respect to each output of {@link #forward}
   * @param gradients receives the gradients of the layer's own parameters
   * @return gradient with respect to each input of {@link #forward}
   */
  List<Operand<TFloat32>> backward(
      List<Operand<TFloat32>> outputGradients, ParameterGradients gradients);
}
