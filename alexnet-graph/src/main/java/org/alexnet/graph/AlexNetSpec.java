package org.alexnet.graph;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static org.alexnet.graph.Initialisation.PAPER;
import static org.alexnet.graph.Initialisation.PAPER_POSITIVE;
import static org.alexnet.graph.Layer.Reads.ALL_TOWERS;
import static org.alexnet.graph.Layer.Reads.OWN_TOWER;
import static org.alexnet.graph.Layer.Spread.FIRST_TOWER;
import static org.alexnet.graph.Layer.Spread.OVER_TOWERS;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.alexnet.graph.Layer.Conv;
import org.alexnet.graph.Layer.Dense;
import org.alexnet.graph.Layer.Dropout;
import org.alexnet.graph.Layer.LocalResponseNorm;
import org.alexnet.graph.Layer.MaxPool;
import org.alexnet.graph.Layer.Relu;

/**
 * The network as data: everything that decides its shapes, its parameters and its mathematics, and
 * nothing of where it runs.
 *
 * @param preset name of the description that the layers come from, {@code paper} for example
 * @param imageSize side of the square RGB input, in pixels
 * @param towers number of towers that the layers are split over
 * @param seed seed of the initial weights and of dropout
 * @param layers the layers from the image to the logits; the last one is dense
 */
public record AlexNetSpec(
    String preset, int imageSize, int towers, long seed, ImmutableList<Layer> layers) {

  /** The smallest image side that leaves a pixel after the last pooling layer of the paper. */
  public static final int SMALLEST_IMAGE = 67;

  /** Checks that the layers fit each other, the image and the towers. */
  public AlexNetSpec {
    checkArgument(imageSize > 0, "imageSize must be positive, found %s", imageSize);
    checkArgument(towers > 0, "towers must be positive, found %s", towers);
    checkArgument(!layers.isEmpty(), "layers must not be empty");
    checkArgument(
        Iterables.getLast(layers) instanceof Dense,
        "the last layer must be dense, found %s",
        Iterables.getLast(layers).name());
    checkArgument(
        layers.get(0) instanceof Conv || layers.get(0) instanceof Dense,
        "the first layer must be a convolution or dense, found %s",
        layers.get(0).name());
    Set<String> names = new HashSet<>();
    boolean flat = false;
    for (Layer layer : layers) {
      checkArgument(names.add(layer.name()), "two layers are named %s", layer.name());
      checkDivisible(layer, towers);
      checkSpread(layer, layer == Iterables.getLast(layers), towers);
      flat |= layer instanceof Dense;
      checkArgument(
          !flat || !needsMaps(layer), "%s needs maps, but follows a dense layer", layer.name());
    }
    ShapeTrace.of(imageSize, layers);
  }

  /**
   * The network of the paper: 1000 classes, 227x227 images, two towers, seed 0.
   *
   * <p>Kernels, sizes and links: paper, section 3.5 and figure 2. The text says 224x224, which with
   * stride 4 and no padding would give 54 and not the 55 rows of figure 2; 227 gives 55.
   */
  public static AlexNetSpec paper() {
    return new AlexNetSpec(
        "paper",
        227,
        2,
        0,
        ImmutableList.of(
            new Conv("conv1", 96, 11, 4, Padding.NONE, OWN_TOWER, PAPER),
            new Relu("relu1"),
            new LocalResponseNorm("norm1", 5, 2, 1e-4, 0.75), // paper, section 3.3
            new MaxPool("pool1", 3, 2), // paper, section 3.4
            new Conv("conv2", 256, 5, 1, Padding.around(2), OWN_TOWER, PAPER_POSITIVE),
            new Relu("relu2"),
            new LocalResponseNorm("norm2", 5, 2, 1e-4, 0.75),
            new MaxPool("pool2", 3, 2),
            new Conv("conv3", 384, 3, 1, Padding.around(1), ALL_TOWERS, PAPER),
            new Relu("relu3"),
            new Conv("conv4", 384, 3, 1, Padding.around(1), OWN_TOWER, PAPER_POSITIVE),
            new Relu("relu4"),
            new Conv("conv5", 256, 3, 1, Padding.around(1), OWN_TOWER, PAPER_POSITIVE),
            new Relu("relu5"),
            new MaxPool("pool5", 3, 2),
            new Dense("fc6", 4096, ALL_TOWERS, OVER_TOWERS, PAPER_POSITIVE),
            new Relu("relu6"),
            new Dropout("drop6", 0.5), // paper, section 4.2
            new Dense("fc7", 4096, ALL_TOWERS, OVER_TOWERS, PAPER_POSITIVE),
            new Relu("relu7"),
            new Dropout("drop7", 0.5),
            new Dense("fc8", 1000, ALL_TOWERS, FIRST_TOWER, PAPER)));
  }

  /** The number of classes: the units of the last layer. */
  public int classCount() {
    return ((Dense) Iterables.getLast(layers)).units();
  }

  /**
   * The same network for another number of classes.
   *
   * @param classCount at least 2
   */
  public AlexNetSpec withClassCount(int classCount) {
    checkArgument(classCount >= 2, "classCount must be at least 2, found %s", classCount);
    Dense last = (Dense) Iterables.getLast(layers);
    return withLayers(
        layer ->
            layer == last
                ? new Dense(
                    last.name(), classCount, last.reads(), last.spread(), last.initialisation())
                : layer);
  }

  /**
   * The same network for another image size.
   *
   * @param imageSize side in pixels, at least {@value #SMALLEST_IMAGE} for the paper's layers
   */
  public AlexNetSpec withImageSize(int imageSize) {
    return new AlexNetSpec(preset, imageSize, towers, seed, layers);
  }

  /**
   * The same network with other random numbers.
   *
   * @param seed any value
   */
  public AlexNetSpec withSeed(long seed) {
    return new AlexNetSpec(preset, imageSize, towers, seed, layers);
  }

  /**
   * The same network with every convolutional and hidden dense layer narrowed, for trying things.
   *
   * @param divisor what the numbers of kernels and units are divided by, without remainder
   */
  public AlexNetSpec withWidthDividedBy(int divisor) {
    checkArgument(divisor > 0, "divisor must be positive, found %s", divisor);
    Layer last = Iterables.getLast(layers);
    return withLayers(
        layer -> {
          if (layer instanceof Conv conv) {
            return new Conv(
                conv.name(),
                narrowed(conv.name(), conv.kernels(), divisor),
                conv.size(),
                conv.stride(),
                conv.padding(),
                conv.reads(),
                conv.initialisation());
          }
          if (layer instanceof Dense dense && layer != last) {
            return new Dense(
                dense.name(),
                narrowed(dense.name(), dense.units(), divisor),
                dense.reads(),
                dense.spread(),
                dense.initialisation());
          }
          return layer;
        });
  }

  /**
   * The same network with each layer replaced by what {@code change} makes of it.
   *
   * @param change from a layer to its replacement
   */
  public AlexNetSpec withLayers(UnaryOperator<Layer> change) {
    List<Layer> changed = layers.stream().map(change).collect(toImmutableList());
    return new AlexNetSpec(preset, imageSize, towers, seed, ImmutableList.copyOf(changed));
  }

  private static int narrowed(String layer, int width, int divisor) {
    checkArgument(
        width % divisor == 0,
        "divisor must divide the %s kernels or units of %s, found %s",
        width,
        layer,
        divisor);
    return width / divisor;
  }

  /** The logits are in the first tower, and every other layer has a part in each tower. */
  private static void checkSpread(Layer layer, boolean last, int towers) {
    if (layer instanceof Dense dense && towers > 1) {
      checkArgument(
          last == (dense.spread() == FIRST_TOWER),
          last
              ? "%s is the last layer, so it must live in the first tower alone"
              : "%s is not the last layer, so it must be spread over the towers",
          layer.name());
    }
  }

  private static boolean needsMaps(Layer layer) {
    return layer instanceof Conv || layer instanceof LocalResponseNorm || layer instanceof MaxPool;
  }

  private static void checkDivisible(Layer layer, int towers) {
    int width = 0;
    if (layer instanceof Conv conv) {
      width = conv.kernels();
    } else if (layer instanceof Dense dense && dense.spread() == OVER_TOWERS) {
      width = dense.units();
    }
    checkArgument(
        width % towers == 0,
        "towers must divide the %s kernels or units of %s, found %s",
        width,
        layer.name(),
        towers);
  }
}
