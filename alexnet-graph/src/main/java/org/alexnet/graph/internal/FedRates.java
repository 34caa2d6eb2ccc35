package org.alexnet.graph.internal;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.optimizer.ParameterGroup;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The learning rates that a step is fed with, taken apart on the device of each tower. */
public final class FedRates {
  private final ImmutableList<ParameterGroup> groups;
  private final Placeholder<TFloat32> placeholder;
  private final List<List<Operand<TFloat32>>> ofTowers = new ArrayList<>();

  /**
   * Adds the placeholder.
   *
   * @param tf builders without a device
   * @param groups the groups of parameters, in the order of {@code LearningRates.values}
   */
  public FedRates(Ops tf, PlacedNetwork placed, ImmutableSet<ParameterGroup> groups) {
    this.groups = groups.asList();
    placeholder =
        tf.withDevice(placed.placement().hostDevice())
            .withName("learning_rates")
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(2L * groups.size())));
    for (int tower = 0; tower < placed.spec().towers(); tower++) {
      ofTowers.add(
          ImmutableList.copyOf(
              tf.withDevice(placed.placement().towerDevice(tower))
                  .withSubScope("learning_rates")
                  .unstack(placeholder, 2L * groups.size())));
    }
  }

  /** Returns what is fed: float32 {@code [2 * groups]}. */
  public Operand<TFloat32> placeholder() {
    return placeholder;
  }

  Operand<TFloat32> learningRate(Parameter parameter) {
    return of(parameter, 0);
  }

  Operand<TFloat32> decayRatio(Parameter parameter) {
    return of(parameter, groups.size());
  }

  private Operand<TFloat32> of(Parameter parameter, int first) {
    return ofTowers
        .get(parameter.tower())
        .get(first + groups.indexOf(ParameterGroup.of(parameter)));
  }
}
