package org.alexnet.graph.savedmodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.alexnet.graph.internal.Saver;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.Restore;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * Writes a graph as a SavedModel that holds what its signatures need, the restoring of its
 * variables, and nothing else: no initializers, no saver, no devices.
 */
public final class SavedModelFiles {
  private static final String TAG = "serve";
  private static final long SCHEMA_VERSION = 1;

  private final Graph graph;
  private final Session session;

  /** Writes a graph with the values that its variables have in a session. */
  public SavedModelFiles(Graph graph, Session session) {
    this.graph = graph;
    this.session = session;
  }

  /**
   * Writes {@code saved_model.pb} and {@code variables}.
   *
   * @param directory a folder that exists
   * @param signatures how it is called
   * @param variables what it restores
   * @param stored the numbers that they are stored as
   * @throws IOException if it cannot be written
   */
  public void write(
      Path directory,
      List<ServingSignature> signatures,
      List<Saver.Variable> variables,
      StoredWeights stored)
      throws IOException {
    Ops tf = Ops.create(graph).withSubScope("export");
    Placeholder<TString> filename = tf.withName("filename").placeholder(TString.class);
    Op save = save(tf, filename, variables, stored);
    Op restore = restore(tf, filename, variables, stored);
    Path prefix = Files.createDirectory(directory.resolve("variables")).resolve("variables");
    try (TString path = TString.scalarOf(prefix.toString())) {
      session.runner().feed(filename, path).addTarget(save).run().close();
    }
    MetaGraphDef.Builder model =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(
                MetaGraphDef.MetaInfoDef.newBuilder()
                    .addTags(TAG)
                    .setTensorflowVersion(TensorFlow.version()))
            .setGraphDef(pruned(signatures, filename.op().name(), restore.op().name()))
            .setSaverDef(
                SaverDef.newBuilder()
                    .setFilenameTensorName(filename.op().name() + ":0")
                    .setSaveTensorName(filename.op().name() + ":0") // Python demands a name
                    .setRestoreOpName(restore.op().name())
                    .setVersion(SaverDef.CheckpointFormatVersion.V2));
    signatures.forEach(each -> model.putSignatureDef(each.key(), each.toProto()));
    Files.write(
        directory.resolve("saved_model.pb"),
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(SCHEMA_VERSION)
            .addMetaGraphs(model)
            .build()
            .toByteArray());
  }

  private GraphDef pruned(List<ServingSignature> signatures, String... more) {
    Set<String> wanted = new LinkedHashSet<>(List.of(more));
    for (ServingSignature signature : signatures) {
      for (Map<String, Operand<?>> each : List.of(signature.inputs(), signature.outputs())) {
        each.values().forEach(operand -> wanted.add(operand.op().name()));
      }
    }
    return GraphPruning.of(graph.toGraphDef(), wanted);
  }

  private static Op save(
      Ops tf, Operand<TString> filename, List<Saver.Variable> variables, StoredWeights stored) {
    List<Operand<?>> values = new ArrayList<>();
    for (Saver.Variable variable : variables) {
      Operand<TFloat32> value = variable.device().readVariableOp(variable.handle(), TFloat32.class);
      values.add(stored == StoredWeights.FLOAT32 ? value : tf.dtypes.cast(value, stored.type()));
    }
    return tf.train.save(filename, names(tf, variables), whole(tf, variables), values);
  }

  private static Op restore(
      Ops tf, Operand<TString> filename, List<Saver.Variable> variables, StoredWeights stored) {
    List<Class<? extends TType>> types = new ArrayList<>();
    variables.forEach(variable -> types.add(stored.type()));
    Restore restore = tf.train.restore(filename, names(tf, variables), whole(tf, variables), types);
    List<Op> assignments = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      Operand<?> value = restore.tensors().get(i);
      assignments.add(
          tf.assignVariableOp(
              variables.get(i).handle(),
              stored == StoredWeights.FLOAT32
                  ? value
                  : tf.dtypes.cast(value.asOutput().expect(stored.type()), TFloat32.class)));
    }
    return tf.withControlDependencies(assignments).withName("restore_all").noOp();
  }

  private static Operand<TString> names(Ops tf, List<Saver.Variable> variables) {
    return tf.constant(
        StdArrays.ndCopyOf(variables.stream().map(Saver.Variable::name).toArray(String[]::new)));
  }

  private static Operand<TString> whole(Ops tf, List<Saver.Variable> variables) {
    return tf.zerosLike(names(tf, variables));
  }
}
