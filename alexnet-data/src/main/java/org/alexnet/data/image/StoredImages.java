package org.alexnet.data.image;

import com.google.common.collect.ImmutableSet;
import org.alexnet.common.CpuSettings;
import org.alexnet.common.ErrorMessages;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.EncodeJpeg;
import org.tensorflow.proto.ConfigProto;
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
   * An operation is done by the thread that asks for it: handing it to another takes longer than
   * some of the operations do, and the threads of the callers are as many as there are cores.
   */
  private static final ConfigProto IN_THE_CALLING_THREAD =
      ConfigProto.newBuilder()
          .setInterOpParallelismThreads(-1)
          .setIntraOpParallelismThreads(1)
          .build();

  private final StoredFormat format;
  private final Resizer resizer;
  private final Graph graph;
  private final Session session;
  private final Placeholder<TString> file;
  private final Operand<TUint8> decoded;
  private final Operand<TUint8> decodedJpeg;
  private final Placeholder<TUint8> square;
  private final Operand<TString> encoded;

  /**
   * An image as it is stored.
   *
   * @param encoded the file
   * @param pixels {@code size * size * 3} unsigned bytes, RGB, as they were encoded: decoding a PNG
   *     file gives the same, a JPEG file nearly so
   * @param notes what is out of the ordinary in the file that it was made from
   */
  @SuppressWarnings("ArrayRecordComponent") // it is passed on, never compared
  public record StoredImage(byte[] encoded, byte[] pixels, ImmutableSet<ImageNote> notes) {}

  /**
   * Returns the squares of a format.
   *
   * @param format how they are stored
   */
  public StoredImages(StoredFormat format) {
    this.format = format;
    resizer = new Resizer(format.size(), format.fit(), format.filter());
    graph = new Graph();
    Ops tf = Ops.create(graph);
    file = tf.placeholder(TString.class);
    decoded = Preprocessing.decode(tf, file);
    decodedJpeg = Preprocessing.decodeJpeg(tf, file);
    square = tf.placeholder(TUint8.class);
    encoded = encode(tf, square);
    session = new Session(graph, IN_THE_CALLING_THREAD);
  }

  private Operand<TString> encode(Ops tf, Operand<TUint8> image) {
    return format.encoding() == Encoding.PNG
        ? tf.image.encodePng(image)
        : tf.image.encodeJpeg(
            image,
            EncodeJpeg.format("rgb"),
            EncodeJpeg.quality((long) format.quality()),
            EncodeJpeg.chromaDownsampling(format.chroma() == Chroma.HALF));
  }

  /**
   * Resizes and encodes an image.
   *
   * @param bytes a JPEG, PNG or GIF file
   * @param name what to call it in an error
   * @throws BadImageException if it cannot be decoded
   */
  public StoredImage of(byte[] bytes, String name) throws BadImageException {
    ImageInspector image = ImageInspector.inspect(bytes, name);
    ImageTraits traits = ImageTraits.of(bytes, name, image.format());
    byte[] pixels = square(ImageFiles.decodable(bytes, name, image, traits), name);
    ImmutableSet.Builder<ImageNote> notes =
        ImmutableSet.<ImageNote>builder().addAll(traits.notes());
    if (format.fit().enlarges(image.width(), image.height(), format.size())) {
      notes.add(ImageNote.ENLARGED);
    }
    return new StoredImage(encode(pixels), pixels, notes.build());
  }

  private byte[] square(byte[] decodable, String name) throws BadImageException {
    try (TString input = TString.tensorOfBytes(NdArrays.scalarOfObject(decodable));
        Result result =
            session
                .runner()
                .feed(file, input)
                .fetch(BoundedImage.isJpeg(decodable) ? decodedJpeg : decoded)
                .run()) {
      return resizer.resize(DecodedImage.of((TUint8) result.get(0)));
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw undecodable(name, e);
    }
  }

  private byte[] encode(byte[] pixels) {
    Shape shape = Shape.of(format.size(), format.size(), 3);
    try (TUint8 input = TUint8.tensorOf(shape, DataBuffers.of(pixels, true, false));
        Result result = session.runner().feed(square, input).fetch(encoded).run()) {
      return ((TString) result.get(0)).asBytes().getObject();
    }
  }

  /**
   * Decodes a stored image.
   *
   * @param encoded the file
   * @param name what to call it in an error
   * @return {@code size * size * 3} unsigned bytes: red, green, blue of a pixel together
   * @throws BadImageException if it cannot be decoded
   */
  public byte[] decode(byte[] encoded, String name) throws BadImageException {
    try (TString input = TString.tensorOfBytes(NdArrays.scalarOfObject(encoded));
        Result result = session.runner().feed(file, input).fetch(decoded).run()) {
      TUint8 pixels = (TUint8) result.get(0);
      byte[] bytes = new byte[(int) pixels.size()];
      pixels.asRawTensor().data().read(bytes);
      return bytes;
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw undecodable(name, e);
    }
  }

  private static BadImageException undecodable(String name, RuntimeException e) {
    String reason = ErrorMessages.firstLine(e).replace(" or crop window", ""); // none is asked for
    return new BadImageException(name, "cannot be decoded: " + reason, e);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
