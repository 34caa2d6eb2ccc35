package org.alexnet.graph.preset;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.FIRST_TOWER;
import static org.alexnet.graph.spec.Dense.Spread.OVER_TOWERS;
import static org.alexnet.graph.spec.Initializer.PAPER;
import static org.alexnet.graph.spec.Initializer.PAPER_POSITIVE;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.event.AfterEpochs;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.event.SetLearningRate.Target;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.InputRules.MeanPlace;
import org.alexnet.graph.preset.InputRules.PcaScale;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.WithinChannelLrn;

/**
 * What the code did that made the paper's numbers: cuda-convnet configuration, run 145.
 *
 * <p>Other than in the text, images are 224x224 and the last windows of conv1 hang over the edge;
 * conv1 is normalized and pooled before its ReLU; alpha of the response normalization is divided by
 * the 5 neighbors; conv2 is also normalized within each channel; conv3 to conv5 begin with a
 * standard deviation of 0.03. Biases learn at 0.02, which no reduction touches, and do not decay.
 *
 * <p>32 images one after another share the place of their crop and their flip; of the mean its
 * center is subtracted from every crop, after the flip; PCA color augmentation is scaled by
 * standard deviations, and what it shifts is divided by 1.1. Source: convdata_jpeg.py.
 *
 * <p>The epochs are those of the run on ILSVRC-2012, and so is what was done by hand in the last of
 * them: from epoch 67 conv1 learns at 0.00001 and PCA color augmentation is off, from 72 conv1 is
 * frozen. That conv1's biases learn at 0.002 in between is inferred from the files of runs 149 and
 * 145-half, which were left in that state.
 */
final class CudaConvnet {
  private CudaConvnet() {}

  static AlexNetSpec spec() {
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

  static PresetRecipe recipe() {
    return new PresetRecipe(
        new InputRules(256, true, true, PcaScale.STANDARD_DEVIATION, 0.1)
            .withImagesPerDraw(32) // convdata_jpeg.py: four draws in a batch of 128
            .withMean(MeanPlace.CENTER) // after crop and flip, wherever the crop was
            .withPcaDivided(true), // (x + n) / (1 + 0.1)
        128,
        new SgdMomentum(0.9, 0.0005).withBiases(new Biases.Fixed(0.02, false)),
        0.01,
        new MultiStep(ImmutableList.of(25, 51, 79), 0.1), // this and the rest: notes of run 145
        91,
        Events.of(
            new Event(new AfterEpochs(67), conv1(Target.WEIGHTS, 0.00001)),
            new Event(new AfterEpochs(67), conv1(Target.BIASES, 0.002)),
            new Event(new AfterEpochs(67), new SetAugmentation(true, true, 0)),
            new Event(new AfterEpochs(72), SetLearningRate.freeze("conv1"))));
  }

  private static SetLearningRate conv1(Target target, double rate) {
    return new SetLearningRate(ImmutableList.of("conv1"), target, rate);
  }
}
