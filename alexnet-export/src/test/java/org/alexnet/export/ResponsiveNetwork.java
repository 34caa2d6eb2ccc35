package org.alexnet.export;

import org.alexnet.graph.AlexNetSpec;
import org.alexnet.graph.Initialisation;
import org.alexnet.graph.Layer;

/** With the paper's first values a narrow network says the same of every image; this one not. */
public final class ResponsiveNetwork {
  private ResponsiveNetwork() {}

  /** The paper's network at a sixteenth of its width, for crops of 67 pixels. */
  public static AlexNetSpec spec(int classCount) {
    Initialisation wide = new Initialisation(0.1, 0.1);
    return AlexNetSpec.paper()
        .withWidthDividedBy(16)
        .withImageSize(67)
        .withClassCount(classCount)
        .withSeed(3)
        .withLayers(
            "responsive",
            layer ->
                layer instanceof Layer.Conv conv
                    ? conv.withInitialisation(wide)
                    : layer instanceof Layer.Dense dense ? dense.withInitialisation(wide) : layer);
  }
}
