package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.Result;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.Restore;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** The values of a checkpoint's parameters, without its network. */
public final class CheckpointValues {
  private CheckpointValues() {}

  /**
   * Reads parameters.
   *
   * @param parameters those of its network
   * @return the values of each, the last axis running fastest
   * @throws IOException if they cannot be read or are damaged
   */
  public static ImmutableList<float[]> read(Checkpoint checkpoint, List<Parameter> parameters)
      throws IOException {
    checkpoint.verify();
    ImmutableList.Builder<float[]> values = ImmutableList.builder();
    try (GraphSession<Restore> session =
            GraphSession.open(
                Placement.onOneDevice("/CPU:0", 1), tf -> restore(tf, checkpoint, parameters));
        Result read =
            session.run(runner -> session.operations().tensors().forEach(runner::fetch))) {
      for (int i = 0; i < parameters.size(); i++) {
        TFloat32 tensor = (TFloat32) read.get(i);
        float[] all = new float[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asFloats().read(all);
        values.add(all);
      }
    }
    return values.build();
  }

  private static Restore restore(Ops tf, Checkpoint checkpoint, List<Parameter> parameters) {
    String[] names = parameters.stream().map(Parameter::name).toArray(String[]::new);
    String[] whole = Collections.nCopies(names.length, "").toArray(String[]::new);
    List<Class<? extends TType>> types = Collections.nCopies(names.length, TFloat32.class);
    return tf.train.restore(
        tf.constant(checkpoint.tensors().toString()),
        tf.constant(StdArrays.ndCopyOf(names)),
        tf.constant(StdArrays.ndCopyOf(whole)),
        types);
  }
}
