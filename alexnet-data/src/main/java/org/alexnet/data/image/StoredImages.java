package org.alexnet.data.image;

import org.alexnet.common.CpuSettings;
import org.alexnet.common.ErrorMessages;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.EncodeJpeg;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * Turns image files into the squares that are stored. Threads may share one; the caller closes it.
 */
public final class StoredImages implements AutoCloseable {
  static {
    CpuSettings.apply(); // a training may come later in this process, and this loads TensorFlow
  }

  /**
   * The longest side of the squares, in pixels: the sums over an image of 2048x2048 pixels take 100
   * MB, and networks of this kind look at 227.
   */
  public static final int MOST_PIXELS_A_SIDE = 2048;

  private final Graph graph;
  private final Session session;
  private final Placeholder<TString> file;
  private final Operand<TString> encoded;
  private final Operand<TUint8> decoded;

  /**
   * An image as it is stored.
   *
   * @param jpeg the file
   * @param pixels what decoding it gives: {@code size * size * 3} unsigned bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // it is passed on, never compared
  public record StoredImage(byte[] jpeg, byte[] pixels) {}

  /**
   * @param size side of the squares, in pixels
   */
  public StoredImages(int size) {
    graph = new Graph();
    Ops tf = Ops.create(graph);
    file = tf.placeholder(TString.class);
    encoded =
        encodeJpeg(tf, Preprocessing.resizeAndCropCenter(tf, Preprocessing.decode(tf, file), size));
    decoded = Preprocessing.decode(tf, encoded);
    session = new Session(graph);
  }

  /** Returns a JPEG file of quality 95 with full color resolution. */
  private static Operand<TString> encodeJpeg(Ops tf, Operand<TUint8> image) {
    return tf.image.encodeJpeg(
        image,
        EncodeJpeg.format("rgb"),
        EncodeJpeg.quality(95L),
        EncodeJpeg.chromaDownsampling(false));
  }

  /**
   * Resizes, crops and encodes an image.
   *
   * @param bytes a JPEG, PNG or GIF file
   * @param name what to call it in an error
   * @throws BadImageException if it cannot be decoded
   */
  public StoredImage of(byte[] bytes, String name) throws BadImageException {
    byte[] decodable = ImageFiles.decodable(bytes, name);
    try (TString input = TString.tensorOfBytes(NdArrays.scalarOfObject(decodable));
        Result result = session.runner().feed(file, input).fetch(encoded).fetch(decoded).run()) {
      byte[] jpeg = ((TString) result.get(0)).asBytes().getObject();
      return new StoredImage(jpeg, bytes((TUint8) result.get(1)));
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw undecodable(name, e);
    }
  }

  /**
   * Decodes a stored image.
   *
   * @param jpeg the file
   * @param name what to call it in an error
   * @return {@code size * size * 3} unsigned bytes: red, green, blue of a pixel together
   * @throws BadImageException if it cannot be decoded
   */
  public byte[] decode(byte[] jpeg, String name) throws BadImageException {
    try (TString input = TString.tensorOfBytes(NdArrays.scalarOfObject(jpeg));
        Result result = session.runner().feed(encoded, input).fetch(decoded).run()) {
      return bytes((TUint8) result.get(0));
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw undecodable(name, e);
    }
  }

  private static byte[] bytes(TUint8 pixels) {
    byte[] bytes = new byte[(int) pixels.size()];
    pixels.asRawTensor().data().read(bytes);
    return bytes;
  }

  private static BadImageException undecodable(String name, RuntimeException e) {
    return new BadImageException(name, "cannot be decoded: " + ErrorMessages.firstLine(e), e);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
