package org.alexnet.graph.preset;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.FIRST_TOWER;
import static org.alexnet.graph.spec.Initializer.PAPER;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.Multipliers;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.InputRules.PcaScale;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.WithinChannelLrn;

/**
 * cuda-convnet's configuration "18pct" for the 32x32 images of CIFAR-10.
 *
 * <p>Section 3.1 of the paper compares ReLU and tanh on a four-layer network for CIFAR-10 whose
 * layers it neither gives nor names; that it is this configuration is our guess.
 *
 * <p>Decay is 0.004, and 1 in the dense layer; biases learn twice as fast as weights and do not
 * decay. Reductions come after 120 and 130 epochs, of which we make 140; images are taken as they
 * are.
 */
final class Cifar10 {
  private Cifar10() {}

  static AlexNetSpec spec() {
    double alpha = 5e-5 / 9;
    Initializer narrow = new Initializer(0.0001, 0);
    // Checkpoints hold the names of all layers, mapnorm1 and mapnorm2 too: with others their runs
    // would be of another network, and not be resumed.
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

  static PresetRecipe recipe() {
    return new PresetRecipe(
        new InputRules(32, false, false, PcaScale.EIGENVALUE, 0), // whole images, unchanged
        128,
        new SgdMomentum(0.9, 0.004)
            .withBiases(new Biases.Scaled(2, false))
            .withLayer("fc10", new Multipliers(1, 1 / 0.004)),
        0.001,
        new MultiStep(ImmutableList.of(120, 130), 0.1),
        140);
  }
}
