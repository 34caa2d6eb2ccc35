package org.alexnet.train;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.WeightTransfer;

/**
 * Another network's checkpoint, from which parameters are copied before the first step; velocities
 * begin at 0, as in the code behind the paper (initw.py).
 *
 * @param checkpoint the checkpoint
 * @param layers the layers to copy; none for all that fit
 */
public record Initialization(Checkpoint checkpoint, ImmutableSet<String> layers) {

  /** Checks the values. */
  public Initialization {
    requireNonNull(checkpoint, "checkpoint");
    requireNonNull(layers, "layers");
  }

  /** Creates the initialization of all layers that fit. */
  public Initialization(Checkpoint checkpoint) {
    this(checkpoint, ImmutableSet.of());
  }

  /**
   * Returns what is copied into a network.
   *
   * @throws IllegalArgumentException if a layer is named that does not fit
   */
  public WeightTransfer into(AlexNetSpec spec) {
    WeightTransfer all = WeightTransfer.between(checkpoint.spec(), spec);
    return layers.isEmpty() ? all : all.withOnly(layers);
  }
}
