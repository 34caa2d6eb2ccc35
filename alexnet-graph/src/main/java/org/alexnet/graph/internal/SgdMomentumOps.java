package org.alexnet.graph.internal;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** {@link SgdMomentum} in a graph; its slot is {@code conv1/tower0/weights/velocity}. */
record SgdMomentumOps(SgdMomentum sgd, Weights weights, Operand<TFloat32> learningRate)
    implements OptimizerOps {

  @Override
  public Step add(Parameter parameter, Operand<TFloat32> gradient, Op after) {
    Ops tf = weights.deviceOf(parameter);
    Slot velocity = Slot.of(tf, parameter, "velocity");
    // The learning rate is inside the velocity: velocity = momentum * velocity - rate * gradient.
    Op operation =
        tf.withControlDependencies(List.of(after))
            .train
            .resourceApplyKerasMomentum(
                weights.handle(parameter),
                velocity.handle(),
                learningRateOf(tf, parameter),
                decayed(tf, parameter, gradient),
                tf.constant((float) sgd.momentum()));
    return new Step(operation, ImmutableList.of(velocity));
  }

  private Operand<TFloat32> learningRateOf(Ops tf, Parameter parameter) {
    double multiplier = sgd.multipliersOf(parameter.layer()).learningRate();
    if (parameter.kind() == Kind.BIASES) {
      if (sgd.biases() instanceof Biases.Fixed fixed) {
        return tf.constant((float) (multiplier * fixed.learningRate()));
      }
      multiplier *= ((Biases.Scaled) sgd.biases()).multiplier();
    }
    return multiplier == 1
        ? learningRate
        : tf.math.mul(learningRate, tf.constant((float) multiplier));
  }

  private Operand<TFloat32> decayed(Ops tf, Parameter parameter, Operand<TFloat32> gradient) {
    if (parameter.kind() == Kind.BIASES && !sgd.biases().decay()) {
      return gradient;
    }
    double decay = sgd.weightDecay() * sgd.multipliersOf(parameter.layer()).decay();
    return tf.math.add(gradient, tf.math.mul(weights.read(parameter), tf.constant((float) decay)));
  }
}
