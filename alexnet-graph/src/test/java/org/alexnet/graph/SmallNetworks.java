package org.alexnet.graph;

import static org.alexnet.graph.Layer.Reads.ALL_TOWERS;
import static org.alexnet.graph.Layer.Reads.OWN_TOWER;
import static org.alexnet.graph.Layer.Spread.FIRST_TOWER;
import static org.alexnet.graph.Layer.Spread.OVER_TOWERS;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.alexnet.graph.Layer.Conv;
import org.alexnet.graph.Layer.Dense;
import org.alexnet.graph.Layer.Dropout;
import org.alexnet.graph.Layer.LocalResponseNorm;
import org.alexnet.graph.Layer.MaxPool;
import org.alexnet.graph.Layer.Relu;

/** Networks that are small enough for plain Java, one or more for each kind of layer. */
final class SmallNetworks {
  private static final Initialisation ANY = Initialisation.PAPER;

  private SmallNetworks() {}

  static Map<String, AlexNetSpec> all() {
    Map<String, AlexNetSpec> all = new LinkedHashMap<>();
    all.put("convolution without padding", spec(2, conv("conv2", 3, 1, Padding.NONE, OWN_TOWER)));
    all.put("padded convolution", spec(2, conv("conv2", 3, 1, Padding.around(1), OWN_TOWER)));
    all.put("even kernel", spec(2, conv("conv2", 2, 1, Padding.around(1), OWN_TOWER)));
    all.put("stride", spec(2, conv("conv2", 3, 2, Padding.around(1), OWN_TOWER)));
    all.put("padding on one side", spec(2, conv("conv2", 3, 2, new Padding(0, 3), OWN_TOWER)));
    all.put("convolution over all towers", spec(2, conv("conv2", 3, 1, Padding.NONE, ALL_TOWERS)));
    all.put("ReLU", spec(2, new Relu("relu1")));
    all.put("LRN of the paper", spec(2, new LocalResponseNorm("norm1", 5, 2, 1e-4, 0.75)));
    all.put("strong LRN", spec(2, new LocalResponseNorm("norm1", 5, 2, 0.7, 0.75)));
    all.put("unusual LRN", spec(2, new LocalResponseNorm("norm1", 3, 1, 0.5, 0.6)));
    all.put("LRN of one map", spec(2, new LocalResponseNorm("norm1", 1, 0.5, 0.3, 1.2)));
    all.put("LRN wider than the tower", spec(2, new LocalResponseNorm("norm1", 15, 1, 0.5, 0.6)));
    all.put("overlapping pooling", spec(2, new MaxPool("pool1", 3, 2)));
    all.put("pooling side by side", spec(2, new MaxPool("pool1", 2, 2)));
    all.put("pooling with stride 1", spec(2, new MaxPool("pool1", 3, 1)));
    all.put("dense over own tower", spec(2, new Dense("fc2", 8, OWN_TOWER, OVER_TOWERS, ANY)));
    all.put("dense over all towers", spec(2, new Dense("fc2", 8, ALL_TOWERS, OVER_TOWERS, ANY)));
    all.put("dropout", spec(2, new Dropout("drop1", 0.3)));
    all.put("one tower", spec(1, conv("conv2", 3, 1, Padding.around(1), ALL_TOWERS)));
    all.put("four towers", spec(4, conv("conv2", 3, 1, Padding.around(1), ALL_TOWERS)));
    return all;
  }

  private static Conv conv(String name, int size, int stride, Padding padding, Layer.Reads reads) {
    return new Conv(name, 8, size, stride, padding, reads, ANY);
  }

  /** The layer between a convolution and the classifier. */
  private static AlexNetSpec spec(int towers, Layer middle) {
    return new AlexNetSpec(
        "small",
        11,
        towers,
        7,
        ImmutableList.of(
            new Conv("conv1", 16, 3, 1, Padding.NONE, OWN_TOWER, ANY),
            middle,
            new Dense("fc3", 4, ALL_TOWERS, FIRST_TOWER, ANY)));
  }

  /** The paper's topology, narrow. */
  static AlexNetSpec narrowPaper() {
    return AlexNetSpec.paper()
        .withWidthDividedBy(16)
        .withImageSize(AlexNetSpec.SMALLEST_IMAGE)
        .withClassCount(5);
  }
}
