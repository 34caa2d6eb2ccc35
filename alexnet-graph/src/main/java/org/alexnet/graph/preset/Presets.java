package org.alexnet.graph.preset;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.FIRST_TOWER;
import static org.alexnet.graph.spec.Dense.Spread.OVER_TOWERS;
import static org.alexnet.graph.spec.Initializer.PAPER;
import static org.alexnet.graph.spec.Initializer.PAPER_POSITIVE;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Dropout.Scaling;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.WithinChannelLrn;

/** The layers of each named network. */
final class Presets {
  private Presets() {}

  /**
   * The network of the paper: 1000 classes, 227x227 images, two towers, seed 0.
   *
   * <p>Filters, sizes and links: paper, section 3.5 and figure 2. The text says 224x224, which with
   * stride 4 and no padding would give 54 and not the 55 rows of figure 2; 227 gives 55.
   */
  static AlexNetSpec paper() {
    return new AlexNetSpec(
        "paper",
        227,
        2,
        0,
        ImmutableList.of(
            new Conv("conv1", 96, 11, 4, Padding.NONE, GROUPED, PAPER),
            new Relu("relu1"),
            new LocalResponseNorm("norm1", 5, 2, 1e-4, 0.75), // paper, section 3.3
            new MaxPool("pool1", 3, 2), // paper, section 3.4
            new Conv("conv2", 256, 5, 1, Padding.around(2), GROUPED, PAPER_POSITIVE),
            new Relu("relu2"),
            new LocalResponseNorm("norm2", 5, 2, 1e-4, 0.75),
            new MaxPool("pool2", 3, 2),
            new Conv("conv3", 384, 3, 1, Padding.around(1), CROSS_TOWER, PAPER),
            new Relu("relu3"),
            new Conv("conv4", 384, 3, 1, Padding.around(1), GROUPED, PAPER_POSITIVE),
            new Relu("relu4"),
            new Conv("conv5", 256, 3, 1, Padding.around(1), GROUPED, PAPER_POSITIVE),
            new Relu("relu5"),
            new MaxPool("pool5", 3, 2),
            new Dense("fc6", 4096, CROSS_TOWER, OVER_TOWERS, PAPER_POSITIVE),
            new Relu("relu6"),
            new Dropout("drop6", 0.5), // paper, section 4.2
            new Dense("fc7", 4096, CROSS_TOWER, OVER_TOWERS, PAPER_POSITIVE),
            new Relu("relu7"),
            new Dropout("drop7", 0.5),
            new Dense("fc8", 1000, CROSS_TOWER, FIRST_TOWER, PAPER)));
  }

  /**
   * The network of the code that made the paper's numbers (cuda-convnet configuration, run 145).
   * Other than in the text, images are 224x224 and the last windows of conv1 hang over the edge;
   * conv1 is normalized and pooled before its ReLU; alpha of the response normalization is divided
   * by the 5 neighbors; conv2 is also normalized within each channel; conv3 to conv5 begin with a
   * standard deviation of 0.03.
   */
  static AlexNetSpec cudaConvnet() {
    double alpha = 1e-4 / 5; // "scale" is divided by "size"
    Padding beyond = new Padding(0, 3); // 55 windows over 224 pixels need 227
    Initializer wide = new Initializer(0.03, 0);
    Initializer widePositive = new Initializer(0.03, 1);
    return new AlexNetSpec(
        "cuda-convnet",
        224,
        2,
        0,
        ImmutableList.of(
            new Conv("conv1", 96, 11, 4, beyond, GROUPED, PAPER),
            new LocalResponseNorm("norm1", 5, 2, alpha, 0.75),
            new MaxPool("pool1", 3, 2),
            new Relu("relu1"),
            new Conv("conv2", 256, 5, 1, Padding.around(2), GROUPED, PAPER_POSITIVE),
            new Relu("relu2"),
            new LocalResponseNorm("norm2", 5, 2, alpha, 0.75),
            new WithinChannelLrn("mapnorm2", 5, 1, 0.001 / 25, 0.75),
            new MaxPool("pool2", 3, 2),
            new Conv("conv3", 384, 3, 1, Padding.around(1), CROSS_TOWER, wide),
            new Relu("relu3"),
            new Conv("conv4", 384, 3, 1, Padding.around(1), GROUPED, widePositive),
            new Relu("relu4"),
            new Conv("conv5", 256, 3, 1, Padding.around(1), GROUPED, widePositive),
            new MaxPool("pool5", 3, 2),
            new Relu("relu5"), // equal to ReLU before max-pooling
            new Dense("fc6", 4096, CROSS_TOWER, OVER_TOWERS, PAPER_POSITIVE),
            new Relu("relu6"),
            new Dropout("drop6", 0.5),
            new Dense("fc7", 4096, CROSS_TOWER, OVER_TOWERS, PAPER_POSITIVE),
            new Relu("relu7"),
            new Dropout("drop7", 0.5),
            new Dense("fc8", 1000, CROSS_TOWER, FIRST_TOWER, PAPER)));
  }

  /**
   * Caffe's bvlc_alexnet, its groups as towers. Other than in the paper, k of the response
   * normalization is 1, its alpha is divided by the 5 neighbors and its neighbors are those of both
   * towers; biases begin at 0.1 and not at 1, fc6 and fc7 with a standard deviation of 0.005;
   * dropout is scaled in training. Caffe's images are BGR; here they are RGB, which permutes
   * conv1's filters and changes nothing else.
   */
  static AlexNetSpec caffe() {
    double alpha = 1e-4 / 5; // Caffe divides alpha by local_size
    Initializer conv = new Initializer(0.01, 0);
    Initializer convPositive = new Initializer(0.01, 0.1);
    Initializer dense = new Initializer(0.005, 0.1);
    return new AlexNetSpec(
        "caffe",
        227,
        2,
        0,
        ImmutableList.of(
            new Conv("conv1", 96, 11, 4, Padding.NONE, GROUPED, conv),
            new Relu("relu1"),
            new LocalResponseNorm("norm1", 5, 1, alpha, 0.75, CROSS_TOWER),
            new MaxPool("pool1", 3, 2),
            new Conv("conv2", 256, 5, 1, Padding.around(2), GROUPED, convPositive),
            new Relu("relu2"),
            new LocalResponseNorm("norm2", 5, 1, alpha, 0.75, CROSS_TOWER),
            new MaxPool("pool2", 3, 2),
            new Conv("conv3", 384, 3, 1, Padding.around(1), CROSS_TOWER, conv),
            new Relu("relu3"),
            new Conv("conv4", 384, 3, 1, Padding.around(1), GROUPED, convPositive),
            new Relu("relu4"),
            new Conv("conv5", 256, 3, 1, Padding.around(1), GROUPED, convPositive),
            new Relu("relu5"),
            new MaxPool("pool5", 3, 2),
            new Dense("fc6", 4096, CROSS_TOWER, OVER_TOWERS, dense),
            new Relu("relu6"),
            new Dropout("drop6", 0.5, Scaling.IN_TRAINING),
            new Dense("fc7", 4096, CROSS_TOWER, OVER_TOWERS, dense),
            new Relu("relu7"),
            new Dropout("drop7", 0.5, Scaling.IN_TRAINING),
            new Dense("fc8", 1000, CROSS_TOWER, FIRST_TOWER, conv)));
  }

  /**
   * The four-layer network for the 32x32 images of CIFAR-10 that section 3.1 of the paper compares
   * ReLU and tanh on; the paper does not give its layers, these are those of cuda-convnet's
   * configuration "18pct".
   */
  static AlexNetSpec cifar10() {
    double alpha = 5e-5 / 9;
    Initializer narrow = new Initializer(0.0001, 0);
    return new AlexNetSpec(
        "cifar10",
        32,
        1,
        0,
        ImmutableList.of(
            new Conv("conv1", 32, 5, 1, Padding.around(2), GROUPED, narrow),
            new MaxPool("pool1", 3, 2, true),
            new Relu("relu1"),
            new WithinChannelLrn("mapnorm1", 3, 1, alpha, 0.75),
            new Conv("conv2", 32, 5, 1, Padding.around(2), GROUPED, PAPER),
            new Relu("relu2"),
            new AveragePool("pool2", 3, 2, true),
            new WithinChannelLrn("mapnorm2", 3, 1, alpha, 0.75),
            new Conv("conv3", 64, 5, 1, Padding.around(2), GROUPED, PAPER),
            new Relu("relu3"),
            new AveragePool("pool3", 3, 2, true),
            new Dense("fc10", 10, CROSS_TOWER, FIRST_TOWER, PAPER)));
  }
}
