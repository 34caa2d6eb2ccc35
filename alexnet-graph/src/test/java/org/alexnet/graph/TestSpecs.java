package org.alexnet.graph;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.FIRST_TOWER;
import static org.alexnet.graph.spec.Dense.Spread.OVER_TOWERS;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Dropout.Scaling;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.LocallyConnected;
import org.alexnet.graph.spec.LowResolution;
import org.alexnet.graph.spec.LowResolutionConv;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.ShapeTrace;
import org.alexnet.graph.spec.Sigmoid;
import org.alexnet.graph.spec.Tanh;
import org.alexnet.graph.spec.WithinChannelLrn;

/** Networks small enough for a test, and parameters that make all of their layers count. */
public final class TestSpecs {
  private TestSpecs() {}

  /** The paper's layers at the smallest image, narrowed, for ten classes. */
  public static AlexNetSpec narrowPaper(int divisor) {
    return narrow(Preset.PAPER.spec(), divisor);
  }

  /** A network's layers at the smallest image, narrowed, for ten classes. */
  public static AlexNetSpec narrow(AlexNetSpec spec, int divisor) {
    return spec.withImageSize(AlexNetSpec.SMALLEST_IMAGE)
        .withWidthDividedBy(divisor)
        .withClassCount(10)
        .withSeed(7);
  }

  /** Feature maps so large that loops over them are compiled where they are compiled at all. */
  public static AlexNetSpec largeFeatureMaps() {
    return new AlexNetSpec(
        "large feature maps",
        61,
        2,
        5,
        ImmutableList.of(
            new Conv("conv1", 12, 3, 1, Padding.around(1), GROUPED, Initializer.PAPER),
            new Relu("relu1"),
            new LocalResponseNorm("norm1", 5, 2, 0.5, 0.75),
            new LocalResponseNorm("norm2", 3, 1, 0.3, 0.6, CROSS_TOWER),
            new MaxPool("pool2", 12, 7),
            new Dense("fc3", 4, CROSS_TOWER, FIRST_TOWER, Initializer.PAPER)));
  }

  /** A parameter so large that loops over it are compiled where they are compiled at all. */
  public static AlexNetSpec largeDense() {
    return new AlexNetSpec(
        "large dense",
        31,
        2,
        5,
        ImmutableList.of(
            new Conv("conv1", 12, 3, 1, Padding.around(1), GROUPED, Initializer.PAPER),
            new Relu("relu1"),
            new Dense("fc2", 192, CROSS_TOWER, OVER_TOWERS, Initializer.PAPER),
            new Relu("relu2"),
            new Dense("fc3", 4, CROSS_TOWER, FIRST_TOWER, Initializer.PAPER)));
  }

  /** The paper's layers, but with what is unusual in every attribute. */
  public static AlexNetSpec unusual(int towers) {
    return new AlexNetSpec(
        "unusual",
        31,
        towers,
        3,
        ImmutableList.of(
            new Conv("conv1", 16, 5, 2, new Padding(1, 2), GROUPED, Initializer.PAPER),
            new Relu("relu1"),
            new LocalResponseNorm("norm1", 3, 1, 0.5, 0.6),
            new MaxPool("pool1", 2, 2),
            new Conv("conv2", 24, 4, 1, new Padding(2, 1), CROSS_TOWER, Initializer.PAPER),
            new Relu("relu2"),
            new LocalResponseNorm("norm2", 7, 0.5, 0.3, 0.75),
            new Conv("conv3", 16, 3, 2, Padding.around(1), GROUPED, Initializer.PAPER),
            new Relu("relu3"),
            new MaxPool("pool3", 3, 1),
            new Dense("fc4", 32, GROUPED, OVER_TOWERS, Initializer.PAPER),
            new Relu("relu4"),
            new Dropout("drop4", 0.3),
            new Dense("fc5", 24, CROSS_TOWER, OVER_TOWERS, Initializer.PAPER),
            new Relu("relu5"),
            new Dropout("drop5", 0.7),
            new Dense("fc6", 5, CROSS_TOWER, FIRST_TOWER, Initializer.PAPER)));
  }

  /** Every kind of layer in two towers, and no two numbers of one layer alike. */
  public static AlexNetSpec everyKind() {
    return new AlexNetSpec(
        "every kind",
        41,
        2,
        9,
        ImmutableList.of(
            new Conv("conv1", 8, 5, 2, new Padding(1, 2), GROUPED, new Initializer(0.02, 0.5)),
            new Relu("relu1"),
            new LocalResponseNorm("norm1", 3, 1.5, 2e-5, 0.6, CROSS_TOWER),
            new MaxPool("pool1", 3, 2, true),
            new Conv("conv2", 12, 3, 1, Padding.around(1), CROSS_TOWER, new Initializer(0.03, 1)),
            new LowResolutionConv(
                "lowres2", new LowResolution(5, 1.5, 3, 2), 8, 1, new Padding(0, 4), 0.035),
            new Tanh("tanh2"),
            new WithinChannelLrn("mapnorm2", 5, 1.25, 0.001, 0.8),
            new AveragePool("mean2", 3, 2, false),
            new Conv("conv5", 16, 3, 1, Padding.around(1), GROUPED, new Initializer(0.04, -1)),
            new Relu("act5"),
            new AveragePool("mean5", 3, 2, true),
            new LocallyConnected(
                "local5", 16, 4, 1, new Padding(0, 3), CROSS_TOWER, new Initializer(0.045, -0.5)),
            new Sigmoid("sigmoid5"),
            new Dense("fc6", 24, CROSS_TOWER, OVER_TOWERS, new Initializer(0.05, 2)),
            new Relu("relu6"),
            new Dropout("drop6", 0.25, Scaling.IN_TRAINING),
            new Dense("fc7", 20, GROUPED, OVER_TOWERS, new Initializer(0.06, 3)),
            new Tanh("tanh7"),
            new Dropout("drop7", 0.75),
            new Dense("fc8", 10, CROSS_TOWER, FIRST_TOWER, new Initializer(0.07, 0.25))));
  }

  /** The layers of cuda-convnet's configuration "conv-local-13pct" for the images of CIFAR-10. */
  public static AlexNetSpec convLocal() {
    Initializer first = new Initializer(0.0001, 0);
    Initializer local = new Initializer(0.04, 0);
    return new AlexNetSpec(
        "conv-local",
        32,
        1,
        4,
        ImmutableList.of(
            new Conv("conv1", 64, 5, 1, Padding.around(2), GROUPED, first),
            new Relu("relu1"),
            new MaxPool("pool1", 3, 2, true),
            new Conv("conv2", 64, 5, 1, Padding.around(2), GROUPED, Initializer.PAPER),
            new Relu("relu2"),
            new MaxPool("pool2", 3, 2, true),
            new LocallyConnected("local3", 32, 3, 1, Padding.around(1), GROUPED, local),
            new Relu("relu3"),
            new LocallyConnected("local4", 32, 3, 1, Padding.around(1), CROSS_TOWER, local),
            new Relu("relu4"),
            new Dense("fc10", 10, CROSS_TOWER, FIRST_TOWER, Initializer.PAPER)));
  }

  /** The network with its last layer spread over the towers, and this number of classes. */
  public static AlexNetSpec withSpreadLogits(AlexNetSpec spec, int classCount) {
    Layer last = Iterables.getLast(spec.layers());
    return spec.withLayers(
            "spread logits",
            layer ->
                layer == last
                    ? new Dense(layer.name(), 1000, CROSS_TOWER, OVER_TOWERS, Initializer.PAPER)
                    : layer)
        .withClassCount(classCount);
  }

  /** A two-tower network around the layers to test, narrow and quick. */
  public static AlexNetSpec around(Layer... tested) {
    return new AlexNetSpec(
        "around",
        17,
        2,
        5,
        ImmutableList.<Layer>builder()
            .add(new Conv("conv1", 8, 3, 2, Padding.NONE, GROUPED, Initializer.PAPER))
            .add(tested)
            .add(new Dense("fc2", 4, CROSS_TOWER, FIRST_TOWER, Initializer.PAPER))
            .build());
  }

  /** Weights that keep the size of activations, and biases that all differ. */
  public static Map<String, double[]> livelyParameters(AlexNetSpec spec, long seed) {
    Random random = new Random(seed);
    Map<String, double[]> values = new LinkedHashMap<>();
    for (ParameterTable.Parameter parameter : ParameterTable.of(spec).parameters()) {
      long count = parameter.shape().size();
      boolean weights = parameter.kind() == ParameterTable.Kind.WEIGHTS;
      // The images are strong; the first layer brings them down to a few units, or to less where
      // float32 would lose the slope of a saturated tanh or sigmoid.
      double first = spec.layers().stream().anyMatch(TestSpecs::saturates) ? 0.02 : 0.1;
      double gain = readsImage(spec, parameter.layer()) ? first : Math.sqrt(2);
      values.put(
          parameter.name(),
          Arrays64.gaussians(
              random, count, weights ? gain / Math.sqrt(fanIn(spec, parameter)) : 0.3));
    }
    return values;
  }

  private static boolean readsImage(AlexNetSpec spec, String layer) {
    ShapeTrace trace = ShapeTrace.of(spec);
    return layer.equals("conv1") || trace.step(layer).layer().imageCount(trace.image()) > 0;
  }

  /** How many values each sum of some weights is over. */
  public static double fanIn(AlexNetSpec spec, ParameterTable.Parameter weights) {
    ShapeTrace.Step step = ShapeTrace.of(spec).step(weights.layer());
    return (double) step.layer().multiplyAdds(step.read(), step.output()) / step.output().size();
  }

  private static boolean saturates(Layer layer) {
    return layer instanceof Tanh || layer instanceof Sigmoid;
  }
}
