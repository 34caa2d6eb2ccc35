package org.alexnet.data.internal;

import org.alexnet.data.BadImageException;

/**
 * The one way of the bytes of an image file to TensorFlow's decoder: what is no image or too large
 * is refused, and a GIF becomes a PNG, since TensorFlow's own decoder of GIF has no bound.
 */
public final class ImageGate {
  private ImageGate() {}

  /**
   * Returns the bytes to decode: of a JPEG or PNG file as they are, of a GIF as PNG.
   *
   * @param bytes a JPEG, PNG or one-frame GIF file
   * @param name what to call it in an error
   * @throws BadImageException if it is no such image, or has more than 64 megapixels
   */
  public static byte[] decodable(byte[] bytes, String name) throws BadImageException {
    ImageInspector image = ImageInspector.inspect(bytes, name);
    return image.format().equals("GIF") ? GifImage.toPng(bytes, name, image) : bytes;
  }
}
