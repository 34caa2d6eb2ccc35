package org.alexnet.graph;

import java.util.Random;
import org.alexnet.graph.reference.Volume;
import org.alexnet.graph.spec.AlexNetSpec;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Random images about as strong as pixels minus their mean, with random labels. */
public final class Batch {
  private final int size;
  private final int side;
  private final double[] pixels;
  private final int[] labels;

  private Batch(int size, int side, double[] pixels, int[] labels) {
    this.size = size;
    this.side = side;
    this.pixels = pixels;
    this.labels = labels;
  }

  public static Batch of(AlexNetSpec spec, int size, long seed) {
    Random random = new Random(seed);
    int side = spec.imageSize();
    return new Batch(
        size,
        side,
        Arrays64.gaussians(random, (long) size * side * side * 3, 60),
        random.ints(size, 0, spec.classCount()).toArray());
  }

  /** Random whole numbers from minus a bound to the bound. */
  public static Batch ofWholeNumbers(AlexNetSpec spec, int size, int bound, long seed) {
    Random random = new Random(seed);
    int side = spec.imageSize();
    return new Batch(
        size,
        side,
        random
            .ints((long) size * side * side * 3, -bound, bound + 1)
            .mapToDouble(pixel -> pixel)
            .toArray(),
        random.ints(size, 0, spec.classCount()).toArray());
  }

  public TFloat32 imageTensor() {
    return Arrays64.tensor(Shape.of(size, side, side, 3), pixels);
  }

  public TInt32 labelTensor() {
    return TInt32.vectorOf(labels);
  }

  public int[] labels() {
    return labels;
  }

  public Volume volume() {
    return new Volume(size, side, side, 3, pixels);
  }
}
