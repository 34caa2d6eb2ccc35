package org.alexnet.graph.preset;

import com.google.common.base.Ascii;
import org.alexnet.graph.spec.AlexNetSpec;

/** The networks that are called AlexNet, by name: what each is and how it is trained. */
@SuppressWarnings("ImmutableEnumChecker") // of immutable records
public enum Preset {
  /** What the paper's text says. */
  PAPER(Paper.spec(), Paper.recipe()),
  /** What the code did that made the paper's numbers: cuda-convnet configuration, run 145. */
  CUDA_CONVNET(CudaConvnet.spec(), CudaConvnet.recipe()),
  /** Caffe's bvlc_alexnet. */
  CAFFE(Caffe.spec(), Caffe.recipe()),
  /** cuda-convnet's configuration "18pct" for CIFAR-10, which the paper does not name. */
  CIFAR10(Cifar10.spec(), Cifar10.recipe());

  private final AlexNetSpec spec;
  private final PresetRecipe recipe;

  Preset(AlexNetSpec spec, PresetRecipe recipe) {
    this.spec = spec;
    this.recipe = recipe;
  }

  /** Returns the network. */
  public AlexNetSpec spec() {
    return spec;
  }

  /** Returns how it is trained. */
  public PresetRecipe recipe() {
    return recipe;
  }

  /** Returns the name as it is written on the command line: {@code cuda-convnet}. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name()).replace('_', '-');
  }
}
