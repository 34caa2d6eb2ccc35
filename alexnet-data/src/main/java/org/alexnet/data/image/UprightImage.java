package org.alexnet.data.image;

import java.util.stream.IntStream;
import org.alexnet.common.ErrorMessages;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.EncodePng;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** A JPEG file that lies on its side or is mirrored, upright as PNG: the decoder knows no EXIF. */
final class UprightImage {
  private UprightImage() {}

  /**
   * Converts a file.
   *
   * @param orientation EXIF's, 1 to 8
   * @throws BadImageException if it cannot be decoded
   */
  static byte[] toPng(byte[] bytes, String name, int orientation) throws BadImageException {
    try (Graph graph = new Graph();
        TString input = TString.tensorOfBytes(NdArrays.scalarOfObject(bytes))) {
      Ops tf = Ops.create(graph);
      var file = tf.placeholder(TString.class);
      Operand<TUint8> upright = turned(tf, Preprocessing.decode(tf, file), orientation);
      var png = tf.image.encodePng(upright, EncodePng.compression(1L)); // it is decoded at once
      try (Session session = new Session(graph);
          Result result = session.runner().feed(file, input).fetch(png).run()) {
        return ((TString) result.get(0)).asBytes().getObject();
      }
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new BadImageException(name, "cannot be decoded: " + ErrorMessages.firstLine(e), e);
    }
  }

  /**
   * Orientations 5 to 8 have rows for columns; then 2, 3, 6, 7 are mirrored, 3, 4, 7, 8 upended.
   */
  private static Operand<TUint8> turned(Ops tf, Operand<TUint8> image, int orientation) {
    Operand<TUint8> rows =
        orientation >= 5 ? tf.linalg.transpose(image, tf.constant(new int[] {1, 0, 2})) : image;
    boolean upended = orientation % 4 == 3 || orientation % 4 == 0;
    boolean mirrored = orientation % 4 == 2 || orientation % 4 == 3;
    int[] reversed = IntStream.of(0, 1).filter(axis -> axis == 0 ? upended : mirrored).toArray();
    return tf.reverse(rows, tf.constant(reversed));
  }
}
