package org.alexnet.export.internal;

import java.io.IOException;
import java.util.List;
import org.alexnet.common.GraphOps;
import org.alexnet.data.StoredFormatCodec;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.Preprocessing;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.proto.DatasetProto;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/**
 * The graph that serves: from the bytes of files to probabilities, bound to no device, so that the
 * server decides where it runs.
 *
 * @param signature its input and output
 */
public record ServingGraph(Signature signature) {
  private static final String INPUT = "image_bytes";
  private static final String OUTPUT = "predictions/probabilities";

  /**
   * Adds the operations to an empty graph.
   *
   * @param tf builders of its operations
   * @param checkpoint the network and the mean
   * @param crops the crops of an image
   * @throws IOException if the checkpoint's mean cannot be read
   */
  public static ServingGraph build(Ops tf, Checkpoint checkpoint, Crops crops) throws IOException {
    Graph graph = GraphOps.graphOf(tf);
    graph.importGraphDef(withoutDevices(placed(checkpoint, crops)));
    return new ServingGraph(
        Signature.builder()
            .key(Signature.DEFAULT_KEY)
            .methodName("tensorflow/serving/predict")
            .input("image_bytes", graph.outputOrThrow(INPUT))
            .output("probabilities", graph.outputOrThrow(OUTPUT))
            .build());
  }

  private static GraphDef placed(Checkpoint checkpoint, Crops crops) throws IOException {
    AlexNetSpec spec = checkpoint.spec();
    DatasetProto dataset = checkpoint.manifest().getDataset();
    Preprocessing preprocessing =
        Preprocessing.read(
                checkpoint.meanFile(),
                StoredFormatCodec.fromProto(dataset.getImageSize(), dataset.getStoredFormat()))
            .withMeanAt(checkpoint.recipe().augmentation().mean());
    try (Graph graph = new Graph();
        ConcreteFunction cropsOfFile = cropsOfFile(preprocessing, crops, spec.imageSize())) {
      Ops tf = GraphOps.of(graph);
      Placeholder<TString> bytes =
          tf.withName(INPUT).placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
      Shape shape = Shape.of(crops.count(), spec.imageSize(), spec.imageSize(), 3);
      @SuppressWarnings("unchecked") // the function's only output
      Operand<TFloat32> many =
          (Operand<TFloat32>)
              tf.mapDefun(
                      List.of(bytes),
                      List.of(),
                      List.of(TFloat32.class),
                      List.of(shape),
                      cropsOfFile)
                  .output()
                  .get(0);
      Operand<TFloat32> images =
          tf.reshape(many, tf.constant(new int[] {-1, spec.imageSize(), spec.imageSize(), 3}));
      ForwardPass network = new ForwardPass(tf, PlacedNetwork.onOneDevice(spec, "/CPU:0"), images);
      Ops predictions = tf.withSubScope("predictions");
      predictions
          .withName("probabilities")
          .identity(crops.average(predictions, network.probabilities()));
      return graph.toGraphDef();
    }
  }

  /** Returns the function from the bytes of a file to its crops. */
  private static ConcreteFunction cropsOfFile(
      Preprocessing preprocessing, Crops crops, int cropSize) {
    return ConcreteFunction.create(
        tf -> {
          Placeholder<TString> bytes =
              tf.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
          return Signature.builder()
              .input("bytes", bytes)
              .output("crops", preprocessing.cropsOfFile(tf, bytes, crops, cropSize))
              .build();
        });
  }

  private static GraphDef withoutDevices(GraphDef placed) {
    GraphDef.Builder free = placed.toBuilder();
    free.getNodeBuilderList().forEach(node -> node.clearDevice());
    return free.build();
  }
}
