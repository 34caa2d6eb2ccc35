package org.alexnet.graph.internal;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.optimizer.Optimizer;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** The operations by which an optimizer changes parameters. */
public interface OptimizerOps {

  /**
   * Adds what changes one parameter in a step.
   *
   * @param parameter the parameter, on whose device everything is placed
   * @param gradient of the loss with respect to it
   * @param after what must have run before it changes
   */
  Step add(Parameter parameter, Operand<TFloat32> gradient, Op after);

  /**
   * What an optimizer does to one parameter.
   *
   * @param operation changes it
   * @param slots what the optimizer remembers of it between steps
   */
  record Step(Op operation, ImmutableList<Slot> slots) {}

  /** A variable beside a parameter, saved with it, and the operation that sets it to 0. */
  record Slot(VarHandleOp handle, Saver.Variable saved, Op initializer) {

    /**
     * Adds a variable of a parameter's shape to its device.
     *
     * @param name what it is: {@code velocity} makes {@code conv1/tower0/weights/velocity}
     */
    static Slot of(Ops tf, Parameter parameter, String name) {
      String full = parameter.name() + "/" + name;
      VarHandleOp handle =
          tf.withName(full.replace('/', '_'))
              .varHandleOp(TFloat32.class, parameter.shape(), VarHandleOp.sharedName(full));
      Op zero =
          tf.assignVariableOp(handle, tf.fill(tf.constant(parameter.shape()), tf.constant(0f)));
      return new Slot(
          handle, new Saver.Variable(full, handle, TFloat32.class, parameter.shape(), tf), zero);
    }
  }

  /**
   * Returns the operations of an optimizer: the one place that knows each kind.
   *
   * @param weights the parameters
   * @param learningRate float32 scalar
   */
  static OptimizerOps of(Optimizer optimizer, Weights weights, Operand<TFloat32> learningRate) {
    if (optimizer instanceof SgdMomentum sgd) {
      return new SgdMomentumOps(sgd, weights, learningRate);
    }
    throw new AssertionError("no operations for " + optimizer);
  }
}
