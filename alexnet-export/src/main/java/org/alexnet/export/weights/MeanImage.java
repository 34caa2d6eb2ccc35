package org.alexnet.export.weights;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.data.image.Preprocessing;
import org.alexnet.data.image.StoredFormat;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** What networks of others subtract: float32 {@code [size, size, 3]}, RGB, 0..255. */
public final class MeanImage {
  private static final String CAFFE = ".binaryproto";
  private static final int WHITE = 255;

  private MeanImage() {}

  /**
   * Reads a mean.
   *
   * @param file a {@code .binaryproto} of Caffe, or a checkpoint's {@code mean.pb}
   * @param size side that it must have
   * @throws IOException if it is none
   */
  public static FloatNdArray read(Path file, int size) throws IOException {
    return file.toString().endsWith(CAFFE)
        ? image(CaffeModel.readMean(file, size), size)
        : Preprocessing.read(file, StoredFormat.ofSize(size)).mean();
  }

  /**
   * Returns a mean that is the same everywhere.
   *
   * @param color red, green and blue with commas, each 0 to 255
   */
  public static FloatNdArray ofColor(String color, int size) {
    List<Float> parts = Splitter.on(',').splitToStream(color).map(Float::valueOf).toList();
    checkArgument(
        parts.size() == 3 && parts.stream().allMatch(part -> part >= 0 && part <= WHITE),
        "mean must be red, green and blue, each 0 to 255, found %s",
        color);
    float[] values = new float[size * size * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts.get(i % 3);
    }
    return image(values, size);
  }

  private static FloatNdArray image(float[] values, int size) {
    return NdArrays.wrap(Shape.of(size, size, 3), DataBuffers.of(values, false, false));
  }
}
