package org.alexnet.graph.savedmodel;

import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Numbers that parameters are stored as in a SavedModel. Whoever loads it computes in float32
 * whatever they are.
 */
public enum StoredWeights {
  /** As they were trained: 4 bytes each. */
  FLOAT32("float32", TFloat32.class),
  /** 2 bytes: the range of float32, 8 bits of precision. */
  BFLOAT16("bfloat16", TBfloat16.class),
  /** 2 bytes: 11 bits of precision; what exceeds 65,504 would be infinite. */
  FLOAT16("float16", TFloat16.class);

  private final String text;
  private final Class<? extends TNumber> type;

  StoredWeights(String text, Class<? extends TNumber> type) {
    this.text = text;
    this.type = type;
  }

  /**
   * Returns those of a name.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static StoredWeights parse(String name) {
    for (StoredWeights each : values()) {
      if (each.text.equals(name)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "weights must be float32, bfloat16 or float16, found " + name);
  }

  /** Returns TensorFlow's class of them. */
  public Class<? extends TNumber> type() {
    return type;
  }

  @Override
  public String toString() {
    return text;
  }
}
