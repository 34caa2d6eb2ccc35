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
   * they meet, and the gradients of activations are rounded to it. Sums are made in float32: within
   * a convolution or a product by the processor, elsewhere (response normalization, mean-pooling,
   * gradients of biases) by float32 operations. Fast where the processor has instructions for it
   * (AVX-512 BF16, AMX; GPUs since NVIDIA's Ampere). On a processor without AVX-512 layers with
   * weights compute in float32 with values that are rounded, since TensorFlow's kernels there sum
   * up in bfloat16; that is no faster than float32.
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
