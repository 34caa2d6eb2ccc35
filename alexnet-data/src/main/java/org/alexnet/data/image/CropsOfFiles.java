package org.alexnet.data.image;

import java.util.List;
import java.util.function.BiFunction;
import org.alexnet.data.internal.DatasetOps;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.AssertThat;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.data.DatasetToSingleElement;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * The crops of several image files, in a graph: files are decoded side by side, and an error names
 * each that cannot be by its position.
 *
 * <p>TensorFlow cannot catch an error, but a stream can leave out the elements that have one. So
 * the files pass through a stream, and what is missing behind it was bad. An element of no meaning
 * ends the stream, since none may be empty.
 */
final class CropsOfFiles {
  /** Files that are decoded at the same time, at most: 64 megapixels of each take 192 MB. */
  private static final long TOGETHER = 8;

  /** Positions that an error names. */
  private static final long NAMED = 10;

  private static final List<Class<? extends TType>> TYPES = List.of(TInt64.class, TFloat32.class);

  private final Ops tf;
  private final Shape shape;

  /**
   * Adds to a graph.
   *
   * @param tf builders in a scope of their own
   * @param shape of the crops of a file, all dimensions known
   */
  CropsOfFiles(Ops tf, Shape shape) {
    this.tf = tf;
    this.shape = shape;
  }

  /**
   * Returns the crops of all files.
   *
   * @param files string {@code [N]}, N at least 1
   * @param cropsOfFile from a file, a string scalar, to its crops
   * @return float32 {@code [N, ...shape]}
   */
  Operand<TFloat32> of(
      Operand<TString> files, BiFunction<Ops, Operand<TString>, Operand<TFloat32>> cropsOfFile) {
    Operand<TInt64> count = tf.size(files, TInt64.class);
    Operand<TInt64> positions = tf.range(tf.constant(0L), count, tf.constant(1L));
    DatasetToSingleElement all =
        tf.data.datasetToSingleElement(
            together(decoded(positions, files, cropsOfFile), count), TYPES, shapes(true));
    Operand<TInt64> found = all.components().get(0).asOutput().expect(TInt64.class);
    Operand<TFloat32> crops = all.components().get(1).asOutput().expect(TFloat32.class);
    return tf.withControlDependencies(List.of(some(count), noneMissing(positions, found)))
        .slice(crops, tf.constant(new long[shape.numDimensions() + 1]), sizes(count));
  }

  private Operand<? extends TType> decoded(
      Operand<TInt64> positions,
      Operand<TString> files,
      BiFunction<Ops, Operand<TString>, Operand<TFloat32>> cropsOfFile) {
    Operand<? extends TType> each =
        tf.data.tensorSliceDataset(
            List.of(positions, files), List.of(Shape.scalar(), Shape.scalar()));
    try (ConcreteFunction function = numbered(cropsOfFile)) {
      Operand<? extends TType> decoded =
          tf.data.parallelMapDataset(
              each, List.of(), tf.constant(TOGETHER), function, TYPES, shapes(false));
      return tf.data.ignoreErrorsDataset(decoded, TYPES, shapes(false));
    }
  }

  private ConcreteFunction numbered(
      BiFunction<Ops, Operand<TString>, Operand<TFloat32>> cropsOfFile) {
    return ConcreteFunction.create(
        ops -> {
          Placeholder<TInt64> position =
              ops.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
          Placeholder<TString> file =
              ops.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
          return Signature.builder("crops_of_file")
              .input("position", position)
              .input("file", file)
              .output("position", ops.identity(position))
              .output("crops", cropsOfFile.apply(ops, file))
              .build();
        });
  }

  private Operand<? extends TType> together(
      Operand<? extends TType> decoded, Operand<TInt64> count) {
    Operand<? extends TType> end =
        tf.data.tensorDataset(
            List.of(tf.constant(-1L), tf.fill(tf.constant(shape.asArray()), tf.constant(0f))),
            shapes(false));
    Operand<? extends TType> batch =
        tf.data.batchDataset(
            tf.data.concatenateDataset(decoded, end, TYPES, shapes(false)),
            tf.math.add(count, tf.constant(1L)),
            tf.constant(false),
            TYPES,
            shapes(true));
    return DatasetOps.asWritten(tf, batch, TYPES, shapes(true));
  }

  private List<Shape> shapes(boolean batch) {
    Shape unknown = Shape.of(Shape.UNKNOWN_SIZE);
    return batch
        ? List.of(unknown, shape.prepend(Shape.UNKNOWN_SIZE))
        : List.of(Shape.scalar(), shape);
  }

  /** With oneDNN TensorFlow's convolutions fail on no image, by an error about something else. */
  private Op some(Operand<TInt64> count) {
    return tf.assertThat(
        tf.math.greater(count, tf.constant(0L)), List.of(tf.constant("there are no images")));
  }

  private Op noneMissing(Operand<TInt64> positions, Operand<TInt64> found) {
    Operand<TInt64> missing = tf.setDiff1d(positions, found, TInt64.class).out();
    return tf.assertThat(
        tf.math.equal(tf.size(missing, TInt64.class), tf.constant(0L)),
        List.of(
            tf.constant(
                "images at these positions, counted from 0, are neither JPEG nor PNG, or damaged,"
                    + " or have more than 64 megapixels:"),
            missing),
        AssertThat.summarize(NAMED));
  }

  /** Returns {@code [count, ...shape]}. */
  private Operand<TInt64> sizes(Operand<TInt64> count) {
    return tf.concat(
        List.of(tf.expandDims(count, tf.constant(0)), tf.constant(shape.asArray())),
        tf.constant(0));
  }
}
