package org.alexnet.export.internal;

import java.io.IOException;
import java.util.List;
import org.alexnet.data.Views;
import org.alexnet.data.internal.MeanFile;
import org.alexnet.data.internal.PixelOps;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.internal.TopOps;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.FloatNdArray;
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
  private static final String OUTPUT = "answers/probabilities";

  /**
   * Adds the operations to an empty graph.
   *
   * @throws IOException if the checkpoint's mean cannot be read
   */
  public static ServingGraph build(Graph graph, Checkpoint checkpoint, Views views)
      throws IOException {
    graph.importGraphDef(withoutDevices(placed(checkpoint, views)));
    return new ServingGraph(
        Signature.builder()
            .key(Signature.DEFAULT_KEY)
            .methodName("tensorflow/serving/predict")
            .input("image_bytes", graph.outputOrThrow(INPUT))
            .output("probabilities", graph.outputOrThrow(OUTPUT))
            .build());
  }

  private static GraphDef placed(Checkpoint checkpoint, Views views) throws IOException {
    AlexNetSpec spec = checkpoint.spec();
    int imageSize = checkpoint.manifest().getDataset().getImageSize();
    FloatNdArray mean = MeanFile.read(checkpoint.meanFile(), imageSize);
    try (Graph graph = new Graph();
        ConcreteFunction patches = patches(mean, imageSize, spec.imageSize(), views)) {
      Ops tf = Ops.create(graph);
      Placement placement = Placement.onOneDevice("/CPU:0", spec.towers());
      Placeholder<TString> bytes =
          tf.withName(INPUT).placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
      Shape shape = Shape.of(views.count(), spec.imageSize(), spec.imageSize(), 3);
      @SuppressWarnings("unchecked") // the function's only output
      Operand<TFloat32> many =
          (Operand<TFloat32>)
              tf.mapDefun(
                      List.of(bytes), List.of(), List.of(TFloat32.class), List.of(shape), patches)
                  .output()
                  .get(0);
      Operand<TFloat32> images =
          tf.reshape(many, tf.constant(new int[] {-1, spec.imageSize(), spec.imageSize(), 3}));
      ForwardPass network = new ForwardPass(tf, spec, placement, images);
      Ops answers = tf.withSubScope("answers");
      answers
          .withName("probabilities")
          .identity(new TopOps(answers, network.probabilities(), views.count()).probabilities());
      return graph.toGraphDef();
    }
  }

  /** From the bytes of a file to its patches less the mean. */
  private static ConcreteFunction patches(
      FloatNdArray mean, int imageSize, int patchSize, Views views) {
    return ConcreteFunction.create(
        tf -> {
          Placeholder<TString> bytes =
              tf.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
          Operand<TFloat32> pixels =
              tf.dtypes.cast(
                  PixelOps.rescaleAndCutCenter(tf, PixelOps.decodeRgb(tf, bytes), imageSize),
                  TFloat32.class);
          Operand<TFloat32> centered = tf.math.sub(pixels, tf.constant(mean));
          return Signature.builder()
              .input("bytes", bytes)
              .output("patches", views.of(tf, centered, imageSize, patchSize))
              .build();
        });
  }

  private static GraphDef withoutDevices(GraphDef placed) {
    GraphDef.Builder free = placed.toBuilder();
    free.getNodeBuilderList().forEach(node -> node.clearDevice());
    return free.build();
  }
}
