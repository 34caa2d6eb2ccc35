package org.alexnet.graph.reference;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.List;

/** Float64 values of shape {@code [images, height, width, channels]}, the last index fastest. */
public final class Volume {

  final int images;
  final int height;
  final int width;
  final int channels;
  final double[] values;

  /** Takes the array as it is. */
  public Volume(int images, int height, int width, int channels, double[] values) {
    checkArgument(
        values.length == images * height * width * channels,
        "%s values do not fill %s x %s x %s x %s",
        values.length,
        images,
        height,
        width,
        channels);
    this.images = images;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.values = values;
  }

  /** Zeros. */
  public static Volume zeros(int images, int height, int width, int channels) {
    return new Volume(
        images, height, width, channels, new double[images * height * width * channels]);
  }

  /** The values; not a copy. */
  public double[] values() {
    return values;
  }

  Volume zerosLike() {
    return zeros(images, height, width, channels);
  }

  int index(int image, int row, int column, int channel) {
    return ((image * height + row) * width + column) * channels + channel;
  }

  /** Values of one image. */
  int size() {
    return height * width * channels;
  }

  /** The parts side by side along the channels. */
  static Volume joined(List<Volume> parts) {
    Volume first = parts.get(0);
    int channels = parts.stream().mapToInt(part -> part.channels).sum();
    Volume whole = zeros(first.images, first.height, first.width, channels);
    int offset = 0;
    for (Volume part : parts) {
      for (int pixel = 0; pixel < first.images * first.height * first.width; pixel++) {
        System.arraycopy(
            part.values,
            pixel * part.channels,
            whole.values,
            pixel * channels + offset,
            part.channels);
      }
      offset += part.channels;
    }
    return whole;
  }

  /** The opposite of {@link #joined}: parts as wide as those given. */
  List<Volume> partedLike(List<Volume> parts) {
    List<Volume> own = new ArrayList<>();
    int offset = 0;
    for (Volume part : parts) {
      Volume copy = part.zerosLike();
      copy.addChannelsOf(this, offset);
      own.add(copy);
      offset += part.channels;
    }
    return own;
  }

  /** Adds the channels from {@code offset} of {@code whole} to this. */
  void addChannelsOf(Volume whole, int offset) {
    for (int pixel = 0; pixel < images * height * width; pixel++) {
      for (int channel = 0; channel < channels; channel++) {
        values[pixel * channels + channel] +=
            whole.values[pixel * whole.channels + offset + channel];
      }
    }
  }
}
