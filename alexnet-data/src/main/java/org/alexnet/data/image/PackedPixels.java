package org.alexnet.data.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Pixels as longs, in which red, green and blue lie side by side with {@value #LANE} bits each: one
 * addition or multiplication does the three.
 */
final class PackedPixels {
  /** Bits of a channel; red has the lowest. */
  static final int LANE = 21;

  /** A one in each channel. */
  static final long ONES = 1L | 1L << LANE | 1L << (2 * LANE);

  /**
   * The most pixels to make one: weights are off by at most half a unit each on average, and a unit
   * is 1/2048 at most. The most that an image built against them was off is 0.89 gray levels.
   */
  static final int MOST_TAPS = 16;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private PackedPixels() {}

  /**
   * Packs pixels.
   *
   * @param pixels unsigned bytes: red, green, blue of a pixel together, at least one pixel
   * @param packed takes them from its beginning
   */
  static void pack(byte[] pixels, long[] packed) {
    int last = pixels.length / 3 - 1; // it has no fourth byte to be read with it
    for (int i = 0, in = 0; i < last; i++, in += 3) {
      packed[i] = packed((int) INT.get(pixels, in));
    }
    int in = 3 * last;
    int red = pixels[in] & 0xff;
    int green = pixels[in + 1] & 0xff;
    int blue = pixels[in + 2] & 0xff;
    packed[last] = packed(red | (green << 8) | (blue << 16));
  }

  private static long packed(int pixel) {
    return (pixel & 0xffL)
        | ((pixel & 0xff00L) << (LANE - 8))
        | ((pixel & 0xff0000L) << (2 * LANE - 16));
  }
}
