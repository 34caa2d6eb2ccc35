package org.alexnet.graph.spec;

/**
 * The type of the numbers that a network computes with. Parameters, velocities, the loss and the
 * update of the parameters are float32 in any case.
 */
public enum Precision {
  /** IEEE 754 single precision, 24 bits of mantissa: as the paper's GPUs computed. */
  FLOAT32("float32", 4),

  /**
   * The upper half of a float32, 8 bits of mantissa: activations, the copies of the parameters that
   * they meet, and the gradients of both are rounded to it. Response normalization is computed in
   * float32 and rounded. Fast where the processor has instructions for it (AVX-512 BF16, AMX; GPUs
   * since NVIDIA's Ampere), and slower than float32 where it has none.
   */
  BFLOAT16("bfloat16", 2);

  private final String label;
  private final int bytes;

  Precision(String label, int bytes) {
    this.label = label;
    this.bytes = bytes;
  }

  /** Returns the size of a number, in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Returns its name as in options and tables: {@code bfloat16}. */
  @Override
  public String toString() {
    return label;
  }
}
