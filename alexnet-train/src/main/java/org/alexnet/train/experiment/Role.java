package org.alexnet.train.experiment;

import com.google.common.base.Ascii;

/** Which images a network of an experiment is trained on. */
public enum Role {
  /** All classes, stored for the network of the paper. */
  USUAL,
  /** All classes, stored for the four-layer network: 32x32 pixels. */
  SMALL,
  /** Fewer classes, stored for the network of the paper: what is fine-tuned for. */
  FEWER_CLASSES,
  /** More classes than {@link #FEWER_CLASSES}: what is pre-trained on. */
  MORE_CLASSES;

  /** Returns the name as that of a folder: {@code fewer-classes}. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name()).replace('_', '-');
  }
}
