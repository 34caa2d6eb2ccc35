package org.alexnet.export.cli;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.alexnet.common.cli.Plain;
import org.alexnet.export.internal.Manifests;
import org.alexnet.export.internal.ModelFolder;
import org.alexnet.export.proto.ModelManifest;
import org.alexnet.export.proto.ModelNetwork;
import org.alexnet.graph.spec.SpecCodec;
import org.alexnet.train.proto.EvaluationProto;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Prints what a SavedModel contains, ours or any other, without loading it.")
final class ShowRun implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description = "Folder of a model's versions, or of one of them.")
  private Path model;

  @Override
  public Integer call() throws IOException {
    Path version = ModelFolder.version(model);
    SavedModel saved = read(version.resolve(ModelFolder.GRAPH));
    System.out.printf("Model      %s, %,d kB%n", version, kilobytes(version));
    if (Manifests.isIn(version)) {
      describe(Manifests.readIntact(version));
    }
    for (MetaGraphDef graph : saved.getMetaGraphsList()) {
      describe(graph);
    }
    return 0;
  }

  private static SavedModel read(Path file) throws IOException {
    try {
      return SavedModel.parseFrom(Files.readAllBytes(file));
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + " is no SavedModel: " + e.getMessage(), e);
    }
  }

  private static long kilobytes(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return (bytes + 999) / 1000;
  }

  private static void describe(ModelManifest model) {
    for (ModelNetwork network : model.getNetworksList()) {
      System.out.printf(
          Locale.ROOT,
          "Network    %s after %,d steps%s%s, checkpoint %.12s%n",
          SpecCodec.fromProto(network.getNetwork()).name(),
          network.getStep(),
          network.hasCenterCrop() ? errors("center crop", network.getCenterCrop()) : "",
          network.hasTenCrops() ? errors("ten crops", network.getTenCrops()) : "",
          network.getCheckpointSha256());
    }
    System.out.printf("Weights    stored as %s%n", model.getStoredWeights());
    List<String> names = Manifests.labels(model).shortNames();
    System.out.printf(
        "Classes    %d: %s%s%n",
        names.size(),
        names.stream().limit(5).collect(joining(", ")),
        names.size() > 5 ? ", ..." : "");
  }

  private static String errors(String crops, EvaluationProto evaluation) {
    return String.format(
        Locale.ROOT,
        ", top-1 error %.1f %% (%s)",
        100 * (1 - evaluation.getTop1Correct() / evaluation.getImages()),
        crops);
  }

  private static void describe(MetaGraphDef graph) {
    System.out.printf(
        "Graph      tags %s, TensorFlow %s, %s, %s%n",
        String.join(", ", graph.getMetaInfoDef().getTagsList()),
        graph.getMetaInfoDef().getTensorflowVersion(),
        Plain.count(graph.getGraphDef().getNodeCount(), "operation"),
        most(graph.getGraphDef().getNodeList()));
    for (Map.Entry<String, SignatureDef> each :
        new TreeMap<>(graph.getSignatureDefMap()).entrySet()) {
      System.out.printf("Signature  %s%n", each.getKey());
      print("in ", each.getValue().getInputsMap());
      print("out", each.getValue().getOutputsMap());
    }
  }

  /** The kinds of which there are the most. */
  private static String most(List<NodeDef> operations) {
    return operations.stream()
        .collect(groupingBy(NodeDef::getOp, TreeMap::new, counting()))
        .entrySet()
        .stream()
        .sorted(Comparator.comparing(Map.Entry<String, Long>::getValue).reversed())
        .limit(5)
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(joining(", "));
  }

  private static void print(String direction, Map<String, TensorInfo> tensors) {
    new TreeMap<>(tensors)
        .forEach(
            (name, tensor) ->
                System.out.printf(
                    "  %s      %-14s %s %s%n",
                    direction,
                    name,
                    tensor.getDtype().name().replace("DT_", "").toLowerCase(Locale.ROOT),
                    shape(tensor.getTensorShape())));
  }

  private static String shape(TensorShapeProto shape) {
    return shape.getUnknownRank()
        ? "of any shape"
        : shape.getDimList().stream()
            .map(size -> size.getSize() < 0 ? "N" : String.valueOf(size.getSize()))
            .collect(joining(", ", "[", "]"));
  }
}
