package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.protobuf.ByteString;
import java.io.IOException;
import org.alexnet.data.image.Preprocessing;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/**
 * What the training stream makes of single images, by the stream's own operations, for whoever
 * wants to look at it. The caller closes it.
 */
public final class AugmentedViews implements AutoCloseable {
  private final int cropSize;
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TString> jpeg;
  private final Placeholder<TInt64> position;
  private final Operand<TInt32> corner;
  private final Operand<TFloat32> image;

  /** Whether the mean is subtracted. */
  public enum Mean {
    /** Subtracted, as the network sees images. */
    SUBTRACTED,
    /** Left where it is, so that values are gray levels. */
    KEPT
  }

  /**
   * One use of an image.
   *
   * @param top rows above the crop
   * @param left columns left of it
   * @param pixels float32 {@code [cropSize, cropSize, 3]}, RGB, row by row
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record View(int top, int left, float[] pixels) {}

  /**
   * Builds the operations.
   *
   * @param dataset whose mean and colors are used
   * @param cropSize side of a crop, at most that of the stored images
   * @param augmentation how images are varied
   * @param seed seed of the draws
   * @param mean whether it is subtracted
   * @throws IOException if the data set's mean cannot be read
   */
  public AugmentedViews(
      Dataset dataset, int cropSize, Augmentation augmentation, long seed, Mean mean)
      throws IOException {
    checkArgument(
        cropSize > 0 && cropSize <= dataset.imageSize(),
        "cropSize must be between 1 and %s, the image size of %s, found %s",
        dataset.imageSize(),
        dataset.directory(),
        cropSize);
    this.cropSize = cropSize;
    FloatNdArray subtracted =
        mean == Mean.SUBTRACTED
            ? dataset.mean()
            : NdArrays.ofFloats(Shape.of(dataset.imageSize(), dataset.imageSize(), 3));
    Ops tf = Ops.create(graph);
    jpeg = tf.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    position = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
    AugmentationOps ops = new AugmentationOps(tf, augmentation, seed, position);
    corner = ops.corner(dataset.imageSize() - cropSize);
    image =
        ImageFunctions.varied(
            tf,
            dataset,
            Preprocessing.of(subtracted, dataset.storedFormat()).withMeanAt(augmentation.mean()),
            ops,
            jpeg,
            corner,
            cropSize);
    session = new Session(graph);
  }

  /**
   * Returns what the stream would make of an image.
   *
   * @param file the stored image
   * @param place its position in the stream, which decides the draws
   */
  public View at(ByteString file, long place) {
    try (TString bytes = TString.tensorOfBytes(NdArrays.scalarOfObject(file.toByteArray()));
        TInt64 number = TInt64.scalarOf(place);
        Result result =
            session
                .runner()
                .feed(jpeg, bytes)
                .feed(position, number)
                .fetch(corner)
                .fetch(image)
                .run()) {
      TInt32 at = (TInt32) result.get(0);
      float[] pixels = new float[cropSize * cropSize * 3];
      ((TFloat32) result.get(1)).asRawTensor().data().asFloats().read(pixels);
      return new View(at.getInt(0), at.getInt(1), pixels);
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
