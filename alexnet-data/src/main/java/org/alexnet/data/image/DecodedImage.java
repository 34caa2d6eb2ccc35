package org.alexnet.data.image;

import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.TUint8;

/** An image in TensorFlow's memory, as long as its tensor is open. */
record DecodedImage(ByteDataBuffer pixels, int width, int height) implements PixelRows {

  /**
   * Returns the image in a tensor.
   *
   * @param image uint8 {@code [height, width, 3]}
   */
  static DecodedImage of(TUint8 image) {
    return new DecodedImage(
        image.asRawTensor().data(),
        Math.toIntExact(image.shape().get(1)),
        Math.toIntExact(image.shape().get(0)));
  }

  @Override
  public void read(int row, int column, int count, byte[] into) {
    pixels.offset(3L * ((long) row * width + column)).read(into, 0, 3 * count);
  }
}
