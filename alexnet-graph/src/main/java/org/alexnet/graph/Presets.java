package org.alexnet.graph;

import static org.alexnet.graph.Initialisation.PAPER;
import static org.alexnet.graph.Initialisation.PAPER_POSITIVE;
import static org.alexnet.graph.Layer.Reads.ALL_TOWERS;
import static org.alexnet.graph.Layer.Reads.OWN_TOWER;
import static org.alexnet.graph.Layer.Spread.FIRST_TOWER;
import static org.alexnet.graph.Layer.Spread.OVER_TOWERS;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.Layer.AveragePool;
import org.alexnet.graph.Layer.Conv;
import org.alexnet.graph.Layer.Dense;
import org.alexnet.graph.Layer.Dropout;
import org.alexnet.graph.Layer.Dropout.Scaling;
import org.alexnet.graph.Layer.LocalResponseNorm;
import org.alexnet.graph.Layer.MaxPool;
import org.alexnet.graph.Layer.Relu;
import org.alexnet.graph.Layer.WithinMapNorm;

/** The layers of each named network. */
final class Presets {
  private Presets() {}

  static AlexNetSpec paper() {
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

  /** Every number: cuda-convnet configuration, run 145, where it differs from the paper's text. */
  static AlexNetSpec cudaConvnet() {
    double alpha = 1e-4 / 5; // "scale" is divided by "size"
    Padding overhang = new Padding(0, 3); // 55 windows over 224 pixels need 227
    Initialisation wide = new Initialisation(0.03, 0);
    Initialisation widePositive = new Initialisation(0.03, 1);
    return new AlexNetSpec(
        "cuda-convnet",
        224,
        2,
        0,
        ImmutableList.of(
            new Conv("conv1", 96, 11, 4, overhang, OWN_TOWER, PAPER),
            new LocalResponseNorm("norm1", 5, 2, alpha, 0.75),
            new MaxPool("pool1", 3, 2),
            new Relu("relu1"),
            new Conv("conv2", 256, 5, 1, Padding.around(2), OWN_TOWER, PAPER_POSITIVE),
            new Relu("relu2"),
            new LocalResponseNorm("norm2", 5, 2, alpha, 0.75),
            new WithinMapNorm("mapnorm2", 5, 1, 0.001 / 25, 0.75),
            new MaxPool("pool2", 3, 2),
            new Conv("conv3", 384, 3, 1, Padding.around(1), ALL_TOWERS, wide),
            new Relu("relu3"),
            new Conv("conv4", 384, 3, 1, Padding.around(1), OWN_TOWER, widePositive),
            new Relu("relu4"),
            new Conv("conv5", 256, 3, 1, Padding.around(1), OWN_TOWER, widePositive),
            new MaxPool("pool5", 3, 2),
            new Relu("relu5"), // equal to ReLU before max-pooling
            new Dense("fc6", 4096, ALL_TOWERS, OVER_TOWERS, PAPER_POSITIVE),
            new Relu("relu6"),
            new Dropout("drop6", 0.5),
            new Dense("fc7", 4096, ALL_TOWERS, OVER_TOWERS, PAPER_POSITIVE),
            new Relu("relu7"),
            new Dropout("drop7", 0.5),
            new Dense("fc8", 1000, ALL_TOWERS, FIRST_TOWER, PAPER)));
  }

  /** Every number: bvlc_alexnet's train_val.prototxt; its "group: 2" are two towers. */
  static AlexNetSpec caffe() {
    double alpha = 1e-4 / 5; // Caffe divides alpha by local_size
    Initialisation conv = new Initialisation(0.01, 0);
    Initialisation convPositive = new Initialisation(0.01, 0.1);
    Initialisation dense = new Initialisation(0.005, 0.1);
    return new AlexNetSpec(
        "caffe",
        227,
        2,
        0,
        ImmutableList.of(
            new Conv("conv1", 96, 11, 4, Padding.NONE, OWN_TOWER, conv),
            new Relu("relu1"),
            new LocalResponseNorm("norm1", 5, 1, alpha, 0.75, ALL_TOWERS),
            new MaxPool("pool1", 3, 2),
            new Conv("conv2", 256, 5, 1, Padding.around(2), OWN_TOWER, convPositive),
            new Relu("relu2"),
            new LocalResponseNorm("norm2", 5, 1, alpha, 0.75, ALL_TOWERS),
            new MaxPool("pool2", 3, 2),
            new Conv("conv3", 384, 3, 1, Padding.around(1), ALL_TOWERS, conv),
            new Relu("relu3"),
            new Conv("conv4", 384, 3, 1, Padding.around(1), OWN_TOWER, convPositive),
            new Relu("relu4"),
            new Conv("conv5", 256, 3, 1, Padding.around(1), OWN_TOWER, convPositive),
            new Relu("relu5"),
            new MaxPool("pool5", 3, 2),
            new Dense("fc6", 4096, ALL_TOWERS, OVER_TOWERS, dense),
            new Relu("relu6"),
            new Dropout("drop6", 0.5, Scaling.IN_TRAINING),
            new Dense("fc7", 4096, ALL_TOWERS, OVER_TOWERS, dense),
            new Relu("relu7"),
            new Dropout("drop7", 0.5, Scaling.IN_TRAINING),
            new Dense("fc8", 1000, ALL_TOWERS, FIRST_TOWER, conv)));
  }

  /** Every number: cuda-convnet configuration "18pct". */
  static AlexNetSpec cifar10() {
    double alpha = 5e-5 / 9;
    Initialisation narrow = new Initialisation(0.0001, 0);
    return new AlexNetSpec(
        "cifar10",
        32,
        1,
        0,
        ImmutableList.of(
            new Conv("conv1", 32, 5, 1, Padding.around(2), OWN_TOWER, narrow),
            new MaxPool("pool1", 3, 2, true),
            new Relu("relu1"),
            new WithinMapNorm("mapnorm1", 3, 1, alpha, 0.75),
            new Conv("conv2", 32, 5, 1, Padding.around(2), OWN_TOWER, PAPER),
            new Relu("relu2"),
            new AveragePool("pool2", 3, 2, true),
            new WithinMapNorm("mapnorm2", 3, 1, alpha, 0.75),
            new Conv("conv3", 64, 5, 1, Padding.around(2), OWN_TOWER, PAPER),
            new Relu("relu3"),
            new AveragePool("pool3", 3, 2, true),
            new Dense("fc10", 10, ALL_TOWERS, FIRST_TOWER, PAPER)));
  }
}
