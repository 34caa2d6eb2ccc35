package org.alexnet.graph.preset;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.FIRST_TOWER;
import static org.alexnet.graph.spec.Dense.Spread.OVER_TOWERS;
import static org.alexnet.graph.spec.Initializer.PAPER;
import static org.alexnet.graph.spec.Initializer.PAPER_POSITIVE;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.optimizer.ReduceOnPlateau;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.InputRules.PcaScale;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.Relu;

/**
 * What the paper's text says: 1000 classes, 227x227 images, two towers, seed 0.
 *
 * <p>Filters, sizes and links: paper, section 3.5 and figure 2. The text says 224x224, which with
 * stride 4 and no padding would give 54 and not the 55 rows of figure 2; 227 gives 55. Figure 2
 * also gives conv1 253,440 neurons, which is an erratum: 55 x 55 x 96 are 290,400.
 *
 * <p>Section 3.3 normalizes over the N kernels of the layer. Here a tower normalizes over its own
 * channels alone, which is our reading: it agrees with GPUs that "communicate only in certain
 * layers", and the code did so. The other reading is {@link
 * AlexNetSpec#withCrossTowerNormalization}.
 */
final class Paper {
  private Paper() {}

  static AlexNetSpec spec() {
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

  static PresetRecipe recipe() {
    return new PresetRecipe(
        // paper, sections 2 and 4.1; the range of pixels is ours: in 0..255 an eigenvalue of
        // ImageNet, 14,830, would be 58 times the whole range
        new InputRules(256, true, true, PcaScale.EIGENVALUE, 0.1),
        128, // this and the rest: paper, section 5
        new SgdMomentum(0.9, 0.0005), // of every w, so of biases too
        0.01,
        new ReduceOnPlateau(3, 3, 0.1), // patience is ours: the reductions were made by hand
        90);
  }
}
