package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.ShapeTrace;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/** Builders of operations for one layer: one for each tower, on its device and under its name. */
final class Towers {
  private final List<Ops> towers;

  private Towers(List<Ops> towers) {
    this.towers = towers;
  }

  /** Returns builders that name operations {@code layer/tower0/...}, one for each part. */
  static Towers ofLayer(Ops tf, ShapeTrace.Step shape, Placement placement) {
    Ops scope = tf.withSubScope(shape.layer().name());
    return each(
        shape.outputParts(),
        tower -> scope.withSubScope("tower" + tower).withDevice(placement.towerDevice(tower)));
  }

  private static Towers each(int count, IntFunction<Ops> ops) {
    List<Ops> towers = new ArrayList<>();
    for (int tower = 0; tower < count; tower++) {
      towers.add(ops.apply(tower));
    }
    return new Towers(List.copyOf(towers));
  }

  /** Returns builders that name operations {@code layer/tower0/scope/...}. */
  Towers withSubScope(String scope) {
    return each(towers.size(), tower -> towers.get(tower).withSubScope(scope));
  }

  Ops get(int tower) {
    return towers.get(tower);
  }

  int count() {
    return towers.size();
  }

  /** Returns what a step gives in each tower. */
  <T extends TNumber> List<Operand<T>> map(IntFunction<Operand<T>> step) {
    List<Operand<T>> results = new ArrayList<>();
    for (int tower = 0; tower < towers.size(); tower++) {
      results.add(step.apply(tower));
    }
    return results;
  }
}
