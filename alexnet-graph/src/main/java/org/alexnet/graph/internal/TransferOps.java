package org.alexnet.graph.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.WeightTransfer;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.Restore;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** The operations that read parameters of another network. */
public final class TransferOps {
  private TransferOps() {}

  /**
   * Adds them to a graph.
   *
   * @param host builders on the host's device
   * @param weights the parameters that are set
   * @param transfer which come from where
   * @param prefix the path that the checkpoint's files begin with
   * @return sets the parameters that are taken, and no other
   */
  public static Op add(Ops host, Weights weights, WeightTransfer transfer, Path prefix) {
    Ops tf = host.withSubScope("transfer");
    Set<String> unique = new LinkedHashSet<>();
    transfer.sources().values().forEach(unique::addAll);
    List<String> sources = List.copyOf(unique);
    if (sources.isEmpty()) {
      return tf.noOp();
    }
    Operand<TString> names = tf.constant(StdArrays.ndCopyOf(sources.toArray(String[]::new)));
    Restore restored =
        tf.train.restore(
            tf.constant(prefix.toString()),
            names,
            tf.zerosLike(names),
            Collections.nCopies(sources.size(), TFloat32.class));
    Map<Parameter, Operand<TFloat32>> values = new LinkedHashMap<>();
    for (Parameter parameter : weights.values().keySet()) {
      List<String> parts = transfer.sources().get(parameter.name());
      if (parts != null) {
        Ops device = weights.deviceOf(parameter);
        Operand<TFloat32> value =
            GraphOps.joined(
                device,
                parts.stream()
                    .map(part -> restored.tensors().get(sources.indexOf(part)))
                    .<Operand<TFloat32>>map(tensor -> tensor.expect(TFloat32.class))
                    .toList(),
                -1);
        values.put(parameter, device.ensureShape(value, parameter.shape()));
      }
    }
    List<Op> assignments = new ArrayList<>();
    List<Op> allRead = List.copyOf(values.values()); // so that nothing is set if one does not fit
    values.forEach(
        (parameter, value) ->
            assignments.add(
                weights
                    .deviceOf(parameter)
                    .withControlDependencies(allRead)
                    .assignVariableOp(weights.handle(parameter), value)));
    return tf.withControlDependencies(assignments).withName("all").noOp();
  }
}
