package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.common.Seeds;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Empty;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/** The parameters of a network in one graph: resource variables, each on its tower's device. */
public final class Weights {
  private final Ops root;
  private final Placement placement;
  private final long seed;
  private final String prefix;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<Parameter, Operand<? extends TType>> handles = new LinkedHashMap<>();
  private final Map<Parameter, Operand<TFloat32>> values = new LinkedHashMap<>();

  /**
   * Adds the variables.
   *
   * @param prefix what their names in files begin with, so that several networks share one; may be
   *     empty
   */
  public Weights(Ops tf, AlexNetSpec spec, Placement placement, String prefix) {
    this.root = tf.withSubScope("parameters");
    this.placement = placement;
    this.seed = spec.seed();
    this.prefix = prefix;
    for (Parameter parameter : ParameterTable.of(spec).parameters()) {
      parameters.put(parameter.name(), parameter);
      Ops device = deviceOf(parameter);
      VarHandleOp handle =
          device
              .withName(opName(parameter))
              .varHandleOp(
                  TFloat32.class,
                  parameter.shape(),
                  VarHandleOp.sharedName(prefix + parameter.name()));
      handles.put(parameter, handle);
      values.put(
          parameter,
          device.withName(opName(parameter) + "_read").readVariableOp(handle, TFloat32.class));
    }
  }

  /** The builders of operations on the device where a parameter lives. */
  public Ops deviceOf(Parameter parameter) {
    return root.withDevice(placement.towerDevice(parameter.tower()));
  }

  Parameter parameter(String layer, int tower, Kind kind) {
    return parameters.values().stream()
        .filter(p -> p.layer().equals(layer) && p.tower() == tower && p.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  /** The value of a parameter, read once a step. */
  public Operand<TFloat32> read(Parameter parameter) {
    return values.get(parameter);
  }

  /** The values of all parameters, in the order of the layers. */
  public Map<Parameter, Operand<TFloat32>> values() {
    return Collections.unmodifiableMap(values);
  }

  /** The variable that holds a parameter. */
  public Operand<? extends TType> handle(Parameter parameter) {
    return handles.get(parameter);
  }

  /** What a saver needs to know of the parameters. */
  public List<Saver.Variable> saved() {
    return handles.entrySet().stream()
        .map(
            entry ->
                new Saver.Variable(
                    prefix + entry.getKey().name(),
                    entry.getValue(),
                    TFloat32.class,
                    entry.getKey().shape(),
                    deviceOf(entry.getKey())))
        .toList();
  }

  /** Operations that set every parameter to its initial value. */
  public List<Op> initializers() {
    List<Op> initializers = new ArrayList<>();
    handles.forEach(
        (parameter, handle) ->
            initializers.add(
                deviceOf(parameter).assignVariableOp(handle, initialValue(parameter))));
    return initializers;
  }

  static String opName(Parameter parameter) {
    return parameter.name().replace('/', '_');
  }

  private Operand<TFloat32> initialValue(Parameter parameter) {
    Ops tf = deviceOf(parameter);
    if (parameter.kind() == Kind.BIASES) {
      return tf.fill(
          tf.constant(parameter.shape()), tf.constant((float) parameter.initializer().bias()));
    }
    Operand<TInt64> key =
        tf.math.add(
            unknownZeros(tf), tf.constant(new long[] {Seeds.derive(seed, parameter.name()), 0}));
    return tf.math.mul(
        tf.random.statelessRandomNormal(tf.constant(parameter.shape()), key),
        tf.constant((float) parameter.initializer().weightStd()));
  }

  /**
   * Returns two zeros that TensorFlow does not know ahead, since the operation Empty is stateful:
   * of what it knows, it would make constants of the graph, which stay beside the variables, as
   * large as all of them, for as long as the session is open.
   */
  private static Operand<TInt64> unknownZeros(Ops tf) {
    return tf.empty(tf.constant(new int[] {2}), TInt64.class, Empty.init(true));
  }
}
