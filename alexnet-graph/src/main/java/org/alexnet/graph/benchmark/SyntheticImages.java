package org.alexnet.graph.benchmark;

import java.util.Random;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A batch of noise as strong as photographs minus their mean, with labels. */
final class SyntheticImages implements AutoCloseable {
  /** About that of ImageNet's pixels, which are 0..255. */
  private static final float STD = 60;

  private final TFloat32 images;
  private final TInt32 labels;

  SyntheticImages(int count, int side, int classCount) {
    Random random = new Random(count);
    // One image after the other: a copy of all would count as memory that the network takes.
    float[] pixels = new float[side * side * 3];
    images =
        TFloat32.tensorOf(
            Shape.of(count, side, side, 3),
            batch ->
                batch
                    .elements(0)
                    .forEach(
                        image -> {
                          for (int i = 0; i < pixels.length; i++) {
                            pixels[i] = STD * (float) random.nextGaussian();
                          }
                          image.copyFrom(DataBuffers.of(pixels));
                        }));
    labels = TInt32.vectorOf(random.ints(count, 0, classCount).toArray());
  }

  TFloat32 images() {
    return images;
  }

  TInt32 labels() {
    return labels;
  }

  @Override
  public void close() {
    images.close();
    labels.close();
  }
}
