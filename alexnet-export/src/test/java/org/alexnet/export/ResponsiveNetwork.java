package org.alexnet.export;

import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;

/** With the paper's first values a narrow network says the same of every image; this one not. */
public final class ResponsiveNetwork {
  private ResponsiveNetwork() {}

  /** The paper's network at a sixteenth of its width, for crops of 67 pixels. */
  public static AlexNetSpec spec(int classCount) {
    Initializer wide = new Initializer(0.1, 0.1);
    return Preset.PAPER
        .spec()
        .withWidthDividedBy(16)
        .withImageSize(67)
        .withClassCount(classCount)
        .withSeed(3)
        .withLayers(
            "responsive",
            layer ->
                layer instanceof Conv conv
                    ? conv.withInitializer(wide)
                    : layer instanceof Dense dense ? dense.withInitializer(wide) : layer);
  }
}
