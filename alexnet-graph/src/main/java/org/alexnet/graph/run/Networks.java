package org.alexnet.graph.run;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.FIRST_TOWER;
import static org.alexnet.graph.spec.Dense.Spread.OVER_TOWERS;
import static org.alexnet.graph.spec.Initializer.PAPER;

import com.google.common.collect.ImmutableList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.LocallyConnected;
import org.alexnet.graph.spec.LowResolution;
import org.alexnet.graph.spec.LowResolutionConv;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.Weighted;

/** The networks of the runs, as differences from that of run 145. */
final class Networks {
  /** Classes of ImageNet Fall 2009. */
  static final int FALL_2009 = 10_184;

  /** Classes of ImageNet Fall 2011. */
  static final int FALL_2011 = 21_843;

  private Networks() {}

  /** Returns the paper's network as it was run: {@code layers-145.cfg}. */
  static AlexNetSpec run145() {
    return Preset.CUDA_CONVNET.spec();
  }

  /** Returns one tower with half of the filters, but for conv5: {@code layers-145-half.cfg}. */
  static AlexNetSpec run145Half() {
    return run145().withOneTower();
  }

  /**
   * Returns pooling without overlap, whose windows hang over the edge of pool1 and pool5, with the
   * paddings that lead to 6x6 in the end: {@code layers-147.cfg}.
   */
  static AlexNetSpec run147() {
    return run145()
        .withLayers(
            "no overlap, run 147",
            layer ->
                layer instanceof MaxPool
                    ? new MaxPool(layer.name(), 2, 2, true)
                    : layer instanceof Conv conv ? withPaddingOf147(conv) : layer);
  }

  private static Conv withPaddingOf147(Conv conv) {
    return switch (conv.name()) {
      case "conv2" -> padded(conv, Padding.around(1));
      case "conv5" -> padded(conv, Padding.NONE);
      default -> conv;
    };
  }

  private static Conv padded(Conv conv, Padding padding) {
    return new Conv(
        conv.name(),
        conv.filters(),
        conv.kernelSize(),
        conv.stride(),
        padding,
        conv.connectivity(),
        conv.initializer());
  }

  /** Returns a network without any normalization: {@code layers-148.cfg}. */
  static AlexNetSpec run148() {
    return run145().withoutNormalization();
  }

  /** Returns conv5 normalized too, before its pooling: {@code layers-149.cfg}. */
  static AlexNetSpec run149() {
    return changed(
        run145(),
        "LRN after conv5",
        layer ->
            layer.name().equals("conv5")
                ? Stream.of(layer, new LocalResponseNorm("norm5", 5, 2, 1e-4 / 5, 0.75))
                : Stream.of(layer));
  }

  /** Returns towers that meet in fc8 alone, and are wider for it: {@code layers-150.cfg}. */
  static AlexNetSpec run150() {
    return run145()
        .withoutLinks()
        .withLayers(
            "wider",
            layer ->
                switch (layer.name()) {
                  case "conv2" -> ((Weighted) layer).withWidth(320);
                  case "fc6" -> ((Weighted) layer).withWidth(8192);
                  default -> layer;
                });
  }

  /**
   * Returns the predecessor of run 145, whose conv2 also reads the image at a low resolution: every
   * fourth pixel of a Gaussian blur, 56x56, whose windows hang over the edge by a pixel; {@code
   * layers-137.cfg}. That part of conv2 is the layer lowres2.
   */
  static AlexNetSpec run137() {
    LowResolution resolution = new LowResolution(9, 4, 4, 2);
    return changed(
        run145(),
        "low resolution",
        layer ->
            switch (layer.name()) {
              case "conv1" -> Stream.of(((Weighted) layer).withWidth(64));
              case "conv2" ->
                  Stream.of(
                      layer,
                      new LowResolutionConv("lowres2", resolution, 5, 2, new Padding(0, 1), 0.01));
              default -> Stream.of(layer);
            });
  }

  /** Returns run 137 with a sixth convolution: {@code layers-141.cfg}. */
  static AlexNetSpec run141() {
    return run137().withSixthConvolution();
  }

  /** Returns run 141 with the classes of Fall 2009: {@code layers-141-2009.cfg}. */
  static AlexNetSpec run141Fall2009() {
    return run141().withClassCount(FALL_2009);
  }

  /** Returns a sixth convolution: {@code layers-146-2012-2011.cfg}, {@code -2012-2009.cfg}. */
  static AlexNetSpec run146() {
    return run145().withSixthConvolution();
  }

  /** Returns a sixth convolution and the classes of Fall 2009: {@code layers-146-2009.cfg}. */
  static AlexNetSpec run146Fall2009() {
    return run146().withClassCount(FALL_2009);
  }

  /**
   * Returns a sixth convolution, the classes of Fall 2011, and between fc7 and them 2,048 linear
   * units, 1,024 in each tower: {@code layers-146-2011.cfg}. Each tower has a part of fc8, 10,921
   * and 10,922 classes, which are joined under one softmax.
   */
  static AlexNetSpec run146Fall2011() {
    return changed(
            run146(),
            "bottleneck",
            layer ->
                layer.name().equals("fc8")
                    ? Stream.of(
                        new Dense("bottleneck", 2048, CROSS_TOWER, OVER_TOWERS, PAPER),
                        new Dense("fc8", 1000, CROSS_TOWER, OVER_TOWERS, PAPER))
                    : Stream.of(layer))
        .withClassCount(FALL_2011);
  }

  /** Returns the network for CIFAR-10 without normalization: {@code layers-19pct.cfg}. */
  static AlexNetSpec cifar19() {
    return Preset.CIFAR10.spec().withoutNormalization();
  }

  /** Returns two locally connected layers over two convolutions: {@code conv-local-13pct}. */
  static AlexNetSpec convLocal() {
    Initializer narrow = new Initializer(0.0001, 0);
    Initializer wide = new Initializer(0.04, 0);
    Padding around = Padding.around(1);
    return new AlexNetSpec(
        "cifar10, conv-local-13pct",
        32,
        1,
        0,
        ImmutableList.of(
            new Conv("conv1", 64, 5, 1, Padding.around(2), GROUPED, narrow),
            new Relu("relu1"),
            new MaxPool("pool1", 3, 2, true),
            new Conv("conv2", 64, 5, 1, Padding.around(2), GROUPED, PAPER),
            new Relu("relu2"),
            new MaxPool("pool2", 3, 2, true),
            new LocallyConnected("local3", 32, 3, 1, around, GROUPED, wide),
            new Relu("relu3"),
            new LocallyConnected("local4", 32, 3, 1, around, GROUPED, wide),
            new Relu("relu4"),
            new Dense("fc10", 10, CROSS_TOWER, FIRST_TOWER, PAPER)));
  }

  private static AlexNetSpec changed(
      AlexNetSpec spec, String what, Function<Layer, Stream<Layer>> change) {
    ImmutableList<Layer> layers = spec.layers().stream().flatMap(change).collect(toImmutableList());
    return new AlexNetSpec(
        spec.name() + ", " + what, spec.imageSize(), spec.towers(), spec.seed(), layers);
  }
}
