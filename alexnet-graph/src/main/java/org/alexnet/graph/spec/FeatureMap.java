package org.alexnet.graph.spec;

/**
 * The shape of one image's activations.
 *
 * @param height rows
 * @param width columns
 * @param channels channels or units
 * @param isFlat whether it is the output of a dense layer, 1 x 1 x units, which no layer that needs
 *     a feature map can read
 */
public record FeatureMap(int height, int width, int channels, boolean isFlat) {

  /** Channels of an image: red, green and blue. */
  public static final int IMAGE_CHANNELS = 3;

  /** Creates the shape of a feature map. */
  public FeatureMap(int height, int width, int channels) {
    this(height, width, channels, false);
  }

  /** Returns the shape of a square RGB image. */
  static FeatureMap image(int side) {
    return new FeatureMap(side, side, IMAGE_CHANNELS);
  }

  /** Returns the shape of the output of a dense layer. */
  static FeatureMap flat(int units) {
    return new FeatureMap(1, 1, units, true);
  }

  /** Returns the shape of one of so many equal parts of the channels. */
  FeatureMap part(int parts) {
    return new FeatureMap(height, width, channels / parts, isFlat);
  }

  /** Returns the number of values. */
  public long size() {
    return (long) height * width * channels;
  }

  @Override
  public String toString() {
    return height == 1 && width == 1
        ? Integer.toString(channels)
        : height + "x" + width + "x" + channels;
  }
}
