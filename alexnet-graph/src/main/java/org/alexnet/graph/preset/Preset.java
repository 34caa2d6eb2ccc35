package org.alexnet.graph.preset;

import com.google.common.base.Ascii;
import org.alexnet.graph.optimizer.UpdateRule;
import org.alexnet.graph.spec.AlexNetSpec;

/** The networks that are called AlexNet, by name: what each is and how its parameters learn. */
public enum Preset {
  /** What the paper's text says. */
  PAPER,
  /** What the code did that made the paper's numbers: cuda-convnet configuration, run 145. */
  CUDA_CONVNET,
  /** Caffe's bvlc_alexnet. */
  CAFFE,
  /** The four-layer CIFAR-10 network of section 3.1. */
  CIFAR10;

  /** The network. */
  public AlexNetSpec spec() {
    return switch (this) {
      case PAPER -> Presets.paper();
      case CUDA_CONVNET -> Presets.cudaConvnet();
      case CAFFE -> Presets.caffe();
      case CIFAR10 -> Presets.cifar10();
    };
  }

  /** How its parameters learn. */
  public UpdateRule updateRule() {
    return switch (this) {
      case PAPER -> UpdateRule.paper();
      case CUDA_CONVNET -> UpdateRule.cudaConvnet();
      case CAFFE -> UpdateRule.caffe();
      case CIFAR10 -> UpdateRule.cifar10();
    };
  }

  /** The name as it is written on the command line: {@code cuda-convnet}. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name()).replace('_', '-');
  }
}
