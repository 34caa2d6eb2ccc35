package org.alexnet.graph.preset;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.FIRST_TOWER;
import static org.alexnet.graph.spec.Dense.Spread.OVER_TOWERS;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.InputRules.PcaScale;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Dropout.Scaling;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.Relu;

/**
 * Caffe's bvlc_alexnet, its groups as towers.
 *
 * <p>Other than in the paper, k of the response normalization is 1, its alpha is divided by the 5
 * neighbors and its neighbors are those of both towers; biases begin at 0.1 and not at 1, fc6 and
 * fc7 with a standard deviation of 0.005; dropout is scaled in training. Caffe's images are BGR;
 * here they are RGB, which permutes conv1's filters and changes nothing else.
 *
 * <p>450,000 steps of 256 images with a reduction every 100,000 are 90 and 20 epochs of ImageNet.
 * Biases learn twice as fast as weights and do not decay ({@code lr_mult}, {@code decay_mult}).
 * Images are usually warped to 256x256 before, where the paper scales the shorter side to 256 and
 * cuts out the center. Source: train_val.prototxt and solver.prototxt.
 */
final class Caffe {
  private Caffe() {}

  static AlexNetSpec spec() {
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

  static PresetRecipe recipe() {
    return new PresetRecipe(
        new InputRules(
            256,
            true,
            true,
            PcaScale.EIGENVALUE,
            0), // draws and mean of each crop: data_transformer.cpp
        256,
        new SgdMomentum(0.9, 0.0005).withBiases(new Biases.Scaled(2, false)),
        0.01,
        new MultiStep(ImmutableList.of(20, 40, 60, 80), 0.1),
        90);
  }
}
