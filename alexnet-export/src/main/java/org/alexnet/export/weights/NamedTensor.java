package org.alexnet.export.weights;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;

/**
 * A tensor in a file.
 *
 * @param name its name there
 * @param shape its sides
 * @param values in C order: the last side runs fastest
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record NamedTensor(String name, ImmutableList<Integer> shape, float[] values) {

  /** Checks that the values fill the sides. */
  public NamedTensor {
    long size = size(shape);
    checkArgument(
        size == values.length,
        "%s has %s values, its sides %s have room for %s",
        name,
        values.length,
        shape,
        size);
  }

  /** Returns how many values fit into sides. */
  static long size(ImmutableList<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }
}
