package org.alexnet.export;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.ManifestFile;
import org.alexnet.common.RecordCodec;
import org.alexnet.data.internal.MeanFile;
import org.alexnet.graph.internal.Saver;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dense.Spread;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.SpecCodec;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.proto.CheckpointManifest;
import org.alexnet.train.proto.DatasetProto;
import org.alexnet.train.proto.EpochProto;
import org.alexnet.train.proto.EvaluationProto;
import org.alexnet.train.proto.ProvenanceProto;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** Checkpoints that nobody trained, of one dense layer whose parameters are chosen. */
public final class HandMadeCheckpoint {
  private static final int STORED = 12;
  private static final int CROP = 8;
  private static final ManifestFile FILE =
      new ManifestFile("checkpoint.json", "checkpoint", 7, "none");

  private HandMadeCheckpoint() {}

  /** What a checkpoint says of itself, no two fields the same; its files are not listed yet. */
  public static CheckpointManifest.Builder manifest(List<String> labels) {
    return CheckpointManifest.newBuilder()
        .setNetwork(SpecCodec.toProto(spec(labels.size())))
        .setRecipe(
            RecordCodec.encode(
                TrainingRecipe.of(Preset.CAFFE).withBatchSize(21).withSeed(22),
                TrainingRecipe.class))
        .setStep(23)
        .addEpochs(EpochProto.newBuilder().setEpoch(1).setEvaluation(evaluation(31, 32, 33)))
        .addEpochs(EpochProto.newBuilder().setEpoch(2).setEvaluation(evaluation(34, 35, 36)))
        .setTenCrops(evaluation(37, 38, 39))
        .setDataset(
            DatasetProto.newBuilder()
                .setFingerprint("of the data set")
                .setImageSize(STORED)
                .addAllLabels(labels)
                .setLabelsSha256("of the labels"))
        .setProvenance(
            ProvenanceProto.newBuilder()
                .setLibraryVersion("1.2")
                .setTensorflowVersion("3.4")
                .setJavaVersion("5.6")
                .setOperatingSystem("none"));
  }

  private static EvaluationProto evaluation(double top1, double top5, long images) {
    return EvaluationProto.newBuilder()
        .setTop1Correct(top1)
        .setTop5Correct(top5)
        .setImages(images)
        .build();
  }

  private static AlexNetSpec spec(int classes) {
    Initializer none = new Initializer(0, 0);
    Dense only = new Dense("fc", classes, Connectivity.CROSS_TOWER, Spread.FIRST_TOWER, none);
    return new AlexNetSpec("by hand", CROP, 1, 11, ImmutableList.of(only));
  }

  /** Writes a manifest that lists what is in the folder, and opens the checkpoint. */
  public static Checkpoint describe(Path folder, CheckpointManifest.Builder manifest)
      throws IOException {
    Files.deleteIfExists(folder.resolve(FILE.name()));
    FILE.write(folder, manifest.clearFiles().addAllFiles(ListedFiles.listAll(folder)).build());
    return Checkpoint.open(folder);
  }

  /** A checkpoint that says the same of every image: the classes' probabilities. */
  public static Checkpoint answering(Path folder, List<String> labels, double... probabilities)
      throws IOException {
    float[] biases = new float[probabilities.length];
    for (int i = 0; i < biases.length; i++) {
      biases[i] = (float) Math.log(probabilities[i]);
    }
    return write(folder, labels, 0, biases);
  }

  /** A checkpoint that says something else of each image. */
  public static Checkpoint looking(Path folder, List<String> labels) throws IOException {
    return write(folder, labels, 1e-4f, new float[labels.size()]);
  }

  private static Checkpoint write(Path folder, List<String> labels, float scale, float[] biases)
      throws IOException {
    Files.createDirectories(folder);
    save(folder, spec(labels.size()), scale, biases);
    float[] mean = new float[STORED * STORED * 3];
    MeanFile.write(
        folder.resolve("mean.pb"),
        NdArrays.wrap(Shape.of(STORED, STORED, 3), DataBuffers.of(mean, false, false)));
    return describe(folder, manifest(labels));
  }

  private static void save(Path folder, AlexNetSpec spec, float scale, float[] biases) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<Saver.Variable> variables = new ArrayList<>();
      List<Op> assignments = new ArrayList<>();
      for (Parameter parameter : ParameterTable.of(spec).parameters()) {
        float[] values = parameter.kind() == Kind.BIASES ? biases : weights(parameter, scale);
        VarHandleOp handle =
            tf.varHandleOp(
                TFloat32.class, parameter.shape(), VarHandleOp.sharedName(parameter.name()));
        assignments.add(
            tf.assignVariableOp(
                handle, tf.reshape(tf.constant(values), tf.constant(parameter.shape()))));
        variables.add(
            new Saver.Variable(parameter.name(), handle, TFloat32.class, parameter.shape(), tf));
      }
      Saver.install(tf, variables);
      Op all = tf.withControlDependencies(assignments).noOp();
      try (Session session = new Session(graph)) {
        session.runner().addTarget(all).run().close();
        session.save(folder.resolve("tensors").toString());
      }
    }
  }

  private static float[] weights(Parameter parameter, float scale) {
    float[] values = new float[(int) parameter.shape().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * (i * 37 % 101 - 50);
    }
    return values;
  }
}
