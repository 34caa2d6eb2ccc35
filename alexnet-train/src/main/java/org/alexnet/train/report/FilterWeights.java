package org.alexnet.train.report;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.train.Checkpoint;
import org.tensorflow.Result;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.Restore;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * The filters of a network's first layer, which look at the image itself.
 *
 * @param layer the layer's name
 * @param kernelSize side of a filter, in pixels
 * @param towers the filters of each tower; each filter has {@code kernelSize * kernelSize * 3}
 *     weights, row by row, red, green and blue of a pixel together
 */
record FilterWeights(String layer, int kernelSize, ImmutableList<ImmutableList<float[]>> towers) {
  private static final int COLORS = 3;

  /** Returns the number of filters, all towers together. */
  int count() {
    return towers.stream().mapToInt(List::size).sum();
  }

  /**
   * Reads the filters of a checkpoint.
   *
   * @return nothing if the first layer has no filters that are shared over the image
   * @throws IOException if they cannot be read or are damaged
   */
  static Optional<FilterWeights> of(Checkpoint checkpoint) throws IOException {
    String layer = checkpoint.spec().layers().get(0).name();
    ImmutableList<Parameter> weights =
        ParameterTable.of(checkpoint.spec()).parameters().stream()
            .filter(each -> each.layer().equals(layer) && each.kind() == Kind.WEIGHTS)
            .collect(ImmutableList.toImmutableList());
    if (!weights.stream().allMatch(FilterWeights::isDrawn)) {
      return Optional.empty();
    }
    checkpoint.verify();
    ImmutableList.Builder<ImmutableList<float[]>> towers = ImmutableList.builder();
    try (GraphSession<Restore> session =
            GraphSession.open(
                Placement.onOneDevice("/CPU:0", 1), tf -> restore(tf, checkpoint, weights));
        Result read = session.run(runner -> fetch(session, runner))) {
      for (int tower = 0; tower < weights.size(); tower++) {
        towers.add(split((TFloat32) read.get(tower)));
      }
    }
    return Optional.of(
        new FilterWeights(layer, (int) weights.get(0).shape().get(0), towers.build()));
  }

  private static boolean isDrawn(Parameter weights) {
    return weights.shape().numDimensions() == 4
        && weights.shape().get(0) == weights.shape().get(1)
        && weights.shape().get(2) == COLORS;
  }

  private static Restore restore(Ops tf, Checkpoint checkpoint, List<Parameter> weights) {
    Path tensors = checkpoint.tensors();
    String[] names = weights.stream().map(Parameter::name).toArray(String[]::new);
    String[] whole = Collections.nCopies(names.length, "").toArray(String[]::new);
    List<Class<? extends TType>> types = Collections.nCopies(names.length, TFloat32.class);
    return tf.train.restore(
        tf.constant(tensors.toString()),
        tf.constant(StdArrays.ndCopyOf(names)),
        tf.constant(StdArrays.ndCopyOf(whole)),
        types);
  }

  private static void fetch(GraphSession<Restore> session, org.tensorflow.Session.Runner runner) {
    session.operations().tensors().forEach(runner::fetch);
  }

  /** Returns the filters of a tensor {@code [kernelSize, kernelSize, 3, filters]}. */
  private static ImmutableList<float[]> split(TFloat32 tensor) {
    float[] all = new float[(int) tensor.size()];
    tensor.asRawTensor().data().asFloats().read(all);
    int count = (int) tensor.shape().get(3);
    ImmutableList.Builder<float[]> filters = ImmutableList.builder();
    for (int filter = 0; filter < count; filter++) {
      float[] own = new float[all.length / count];
      for (int i = 0; i < own.length; i++) {
        own[i] = all[i * count + filter];
      }
      filters.add(own);
    }
    return filters.build();
  }
}
