package org.alexnet.graph;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.FIRST_TOWER;
import static org.alexnet.graph.spec.Dense.Spread.OVER_TOWERS;

import com.google.common.collect.ImmutableList;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.Connectivity;
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
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.Sigmoid;
import org.alexnet.graph.spec.Tanh;
import org.alexnet.graph.spec.WithinChannelLrn;

/** Random valid networks. */
public final class RandomSpecs {
  private final Random random;
  private final int towers;
  private final ImmutableList.Builder<Layer> layers = ImmutableList.builder();
  private int count;

  private RandomSpecs(long seed) {
    random = new Random(seed);
    towers = 1 + random.nextInt(4);
  }

  /** Random networks, each the function of a seed that a failure prints. */
  public static Arbitrary<AlexNetSpec> any() {
    return Arbitraries.longs().map(seed -> new RandomSpecs(seed).spec());
  }

  private AlexNetSpec spec() {
    Conv first = conv();
    layers.add(first);
    if (random.nextInt(3) == 0) {
      layers.add(lowResolutionLike(first));
    }
    for (int more = random.nextInt(6); more > 0; more--) {
      layers.add(mapLayer());
    }
    for (int more = random.nextInt(4); more > 0; more--) {
      layers.add(flatLayer());
    }
    layers.add(
        new Dense(
            name("logits"),
            Math.max(2, towers) + random.nextInt(10),
            CROSS_TOWER,
            random.nextBoolean() ? FIRST_TOWER : OVER_TOWERS,
            initializer()));
    int imageSize = 400 + random.nextInt(100); // seven layers of stride 2 leave 3 pixels
    return new AlexNetSpec("random " + count, imageSize, towers, random.nextLong(), layers.build());
  }

  private Layer mapLayer() {
    return switch (random.nextInt(10)) {
      case 0 -> conv();
      case 1 -> new MaxPool(name("pool"), 1 + random.nextInt(3), 1 + random.nextInt(2));
      case 5 -> new Tanh(name("tanh"));
      case 8 -> new Sigmoid(name("sigmoid"));
      case 9 -> local();
      case 6 ->
          new AveragePool(
              name("mean"), 2 + random.nextInt(2), 1 + random.nextInt(2), random.nextBoolean());
      case 7 ->
          new WithinChannelLrn(
              name("mapnorm"),
              1 + 2 * random.nextInt(3),
              0.1 + random.nextDouble(),
              random.nextDouble(),
              0.1 + random.nextDouble());
      case 4 -> new MaxPool(name("pool"), 2 + random.nextInt(2), 2, true);
      case 2 ->
          new LocalResponseNorm(
              name("norm"),
              1 + 2 * random.nextInt(4),
              0.1 + random.nextDouble(),
              random.nextDouble(),
              0.1 + random.nextDouble(),
              reads());
      case 3 -> new Relu(name("relu"));
      default -> throw new AssertionError();
    };
  }

  private Layer flatLayer() {
    return switch (random.nextInt(3)) {
      case 0 -> new Dense(name("fc"), width(), reads(), OVER_TOWERS, initializer());
      case 1 -> new Relu(name("relu"));
      default ->
          new Dropout(
              name("drop"),
              random.nextDouble(),
              random.nextBoolean() ? Scaling.AT_TEST : Scaling.IN_TRAINING);
    };
  }

  private Conv conv() {
    return new Conv(
        name("conv"),
        width(),
        1 + random.nextInt(3),
        1 + random.nextInt(2),
        new Padding(random.nextInt(3), random.nextInt(3)),
        reads(),
        initializer());
  }

  /** Windows where the first convolution has them. */
  private LowResolutionConv lowResolutionLike(Conv first) {
    int blur = 1 + 2 * random.nextInt(4);
    return new LowResolutionConv(
        name("lowres"),
        new LowResolution(blur, 0.1 + random.nextDouble(), 1, 0),
        first.kernelSize(),
        first.stride(),
        first.padding(),
        random.nextDouble());
  }

  private LocallyConnected local() {
    return new LocallyConnected(
        name("local"),
        width(),
        1 + random.nextInt(3),
        1 + random.nextInt(2),
        new Padding(random.nextInt(3), random.nextInt(3)),
        reads(),
        initializer());
  }

  private int width() {
    return towers * (1 + random.nextInt(5));
  }

  private Connectivity reads() {
    return random.nextBoolean() ? GROUPED : CROSS_TOWER;
  }

  private Initializer initializer() {
    return new Initializer(random.nextDouble(), random.nextGaussian());
  }

  private String name(String kind) {
    return kind + "_" + count++;
  }
}
