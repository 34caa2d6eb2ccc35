package org.alexnet.export.internal;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.alexnet.common.GraphOps;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.Preprocessing;
import org.alexnet.data.source.LabelMap;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.savedmodel.ServingSignature;
import org.alexnet.graph.spec.WeightTransfer;
import org.alexnet.train.Checkpoint;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/**
 * The graph that serves: from the bytes of files, or from prepared images, to classes and features.
 *
 * @param networks those whose probabilities are averaged, as they see prepared images
 * @param restore what reads the parameters of each
 * @param signatures how it is called
 */
public record ServingGraph(
    ImmutableList<ForwardPass> networks,
    ImmutableList<Op> restore,
    ImmutableList<ServingSignature> signatures) {
  public static final String CENTER = "serving_default";

  public static final String TEN_CROPS = "ten_crops";
  public static final String IMAGES = "images";
  public static final String FEATURES = "features";

  public static final String IMAGE_BYTES = "image_bytes";
  public static final String CLASSES = "classes";
  public static final String SCORES = "scores";
  public static final String PROBABILITIES = "probabilities";

  /** The most probable classes, as many as figure 4 of the paper shows. */
  private static final int MOST_PROBABLE = 5;

  private static final String DEVICE = "/CPU:0";

  /**
   * Adds the operations to an empty graph.
   *
   * @param tf builders of its operations
   * @param model what is served
   * @throws IOException if a mean cannot be read
   */
  public static ServingGraph build(Ops tf, ModelParts model) throws IOException {
    Preprocessing preprocessing = model.preprocessing();
    int side = model.imageSize();
    Placeholder<TString> files =
        tf.withName(IMAGE_BYTES).placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
    Placeholder<TFloat32> images =
        tf.withName(IMAGES)
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, side, side, 3)));
    Function<Crops, Operand<TFloat32>> cropsOf =
        crops ->
            preprocessing.cropsOfFiles(
                tf.withSubScope("crops" + crops.count()), files, crops, side);
    ImmutableList.Builder<Op> restore = ImmutableList.builder();
    List<ForwardPass> networks = new ArrayList<>();
    for (int i = 0; i < model.checkpoints().size(); i++) {
      Checkpoint checkpoint = model.checkpoints().get(i);
      PlacedNetwork network = PlacedNetwork.onOneDevice(checkpoint.spec(), DEVICE);
      String name = model.checkpoints().size() == 1 ? "" : "network" + i + "/";
      Ops scope = name.isEmpty() ? tf : tf.withSubScope("network" + i);
      ForwardPass pass = ForwardPass.named(scope, name, network, images);
      networks.add(pass);
      restore.add(
          pass.transfer(
              WeightTransfer.between(checkpoint.spec(), checkpoint.spec()), checkpoint.tensors()));
    }
    List<ForwardPass> ofCenter =
        each(tf.withSubScope("of_center"), networks, cropsOf.apply(Crops.CENTER));
    List<ForwardPass> ofTen = each(tf.withSubScope("of_ten"), networks, cropsOf.apply(Crops.TEN));
    ImmutableList.Builder<ServingSignature> signatures = ImmutableList.builder();
    signatures.add(
        answering(
            tf.withSubScope(CENTER),
            CENTER,
            ImmutableMap.of(IMAGE_BYTES, files),
            average(tf.withSubScope("of_center"), ofCenter, Crops.CENTER),
            model.labels()),
        answering(
            tf.withSubScope(TEN_CROPS),
            TEN_CROPS,
            ImmutableMap.of(IMAGE_BYTES, files),
            average(tf.withSubScope("of_ten"), ofTen, Crops.TEN),
            model.labels()),
        answering(
            tf.withSubScope("prepared"),
            IMAGES,
            ImmutableMap.of(IMAGES, images),
            average(tf.withSubScope("of_images"), networks, Crops.CENTER),
            model.labels()));
    features(tf.withSubScope(FEATURES), ofCenter)
        .ifPresent(
            features ->
                signatures.add(
                    new ServingSignature(
                        FEATURES,
                        ImmutableMap.of(IMAGE_BYTES, files),
                        ImmutableMap.of(FEATURES, features))));
    return new ServingGraph(ImmutableList.copyOf(networks), restore.build(), signatures.build());
  }

  /** Returns an output of a signature. */
  public Operand<?> output(String key, String name) {
    return signatures.stream()
        .filter(signature -> signature.key().equals(key))
        .map(signature -> signature.outputs().get(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<ForwardPass> each(
      Ops tf, List<ForwardPass> networks, Operand<TFloat32> images) {
    List<ForwardPass> passes = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      passes.add(networks.get(i).of(tf.withSubScope("network" + i), images));
    }
    return passes;
  }

  /** The mean over the crops of each network, and over the networks. */
  private static Operand<TFloat32> average(Ops tf, List<ForwardPass> passes, Crops crops) {
    List<Operand<TFloat32>> ofNetworks =
        passes.stream().map(pass -> crops.average(tf, pass.probabilities())).toList();
    return ofNetworks.size() == 1
        ? ofNetworks.get(0)
        : tf.math.mean(tf.stack(ofNetworks), tf.constant(0));
  }

  private static ServingSignature answering(
      Ops tf,
      String key,
      ImmutableMap<String, Operand<?>> inputs,
      Operand<TFloat32> probabilities,
      LabelMap labels) {
    TopK<TFloat32, TInt32> best =
        tf.nn.topK(
            probabilities, tf.constant(Math.min(MOST_PROBABLE, labels.size())), TInt32.class);
    Operand<TString> names = tf.constant(StdArrays.ndCopyOf(labels.names().toArray(String[]::new)));
    return new ServingSignature(
        key,
        inputs,
        ImmutableMap.of(
            CLASSES,
            tf.withName(CLASSES).gather(names, best.indices(), tf.constant(0)),
            SCORES,
            tf.withName(SCORES).identity(best.values()),
            PROBABILITIES,
            tf.withName(PROBABILITIES).identity(probabilities)));
  }

  /** Those of all networks side by side; none if a network has one layer. */
  private static Optional<Operand<TFloat32>> features(Ops tf, List<ForwardPass> passes) {
    List<Operand<TFloat32>> all =
        passes.stream().map(ForwardPass::features).flatMap(Optional::stream).toList();
    return all.size() < passes.size()
        ? Optional.empty()
        : Optional.of(tf.withName(FEATURES).identity(GraphOps.joined(tf, all, 1)));
  }
}
