package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.util.List;
import org.alexnet.common.CompiledLoop;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.data.image.Preprocessing;
import org.alexnet.data.internal.StoredExample;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * Of a record only its crop is made, in bytes and mirrored if so drawn, with what else was drawn
 * for it. From a batch of that the images are made by one compiled loop, which subtracts the mean
 * and shifts the colors. The numbers are bit for bit those of {@link SingleImages}, where each of
 * these passes over float32.
 *
 * <p>Nothing is divided here: XLA would multiply by a reciprocal, which gives other bits.
 *
 * <p>The loop is in the step's graph and not in the stream: a stream works on when its session is
 * closed, and where that takes away the loop that it is in, the process crashes.
 */
final class CompiledImages implements TrainingImages {
  /** Crop, place of its mean, shift of color, class. */
  private static final List<Class<? extends TType>> TYPES =
      List.of(TUint8.class, TInt32.class, TFloat32.class, TInt32.class);

  /**
   * XLA's {@code GatherDimensionNumbers}, its message: {@code offset_dims} (1) 1 and 2, {@code
   * start_index_map} (3) 0 and 1, {@code index_vector_dim} (4) 1. So a row of two numbers is where
   * a slice begins.
   */
  private static final byte[] SLICES = {0x0a, 2, 1, 2, 0x1a, 2, 0, 1, 0x20, 1};

  /** The fewest values of a crop. With 13,467, crops of 67 pixels, a stream is a third faster. */
  private static final long FEWEST_VALUES = 10_000;

  private final Dataset dataset;
  private final TrainingInput input;
  private final FloatNdArray mean;
  private final int size;
  private final int crop;

  CompiledImages(Dataset dataset, TrainingInput input) throws IOException {
    checkArgument(canMake(input), "augmentations must divide nothing, found %s", input);
    this.dataset = dataset;
    this.input = input;
    this.mean = dataset.mean();
    this.size = dataset.imageSize();
    this.crop = input.cropSize();
  }

  /**
   * Returns whether a loop is faster.
   *
   * @param cropSize side of a crop, in pixels
   */
  static boolean areFaster(int cropSize) {
    return 3L * cropSize * cropSize >= FEWEST_VALUES && CompiledLoop.areUsed();
  }

  /** Returns whether the images can be made in this way. */
  static boolean canMake(TrainingInput input) {
    return input.augmentations().stream().allMatch(varied -> varied.divisor() == 1);
  }

  @Override
  public List<Class<? extends TType>> types() {
    return TYPES;
  }

  @Override
  public List<Shape> shapes() {
    Shape batch = Shape.of(input.batchSize());
    return List.of(batch.append(Shape.of(crop, crop, 3)), batch.append(2), batch.append(3), batch);
  }

  @Override
  public ConcreteFunction ofRecord(Augmentation varied) {
    return ConcreteFunction.create(tf -> ofRecord(tf, varied));
  }

  private Signature ofRecord(Ops tf, Augmentation varied) {
    Placeholder<TInt64> number = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
    StoredExample read = StoredExample.parse(tf);
    AugmentationOps augmentation = new AugmentationOps(tf, varied, input.seed(), number);
    Operand<TInt32> corner = augmentation.corner(size - crop);
    Operand<TInt32> flips = augmentation.flips();
    Operand<TUint8> pixels =
        Preprocessing.of(mean, dataset.storedFormat()).pixelsAt(tf, read.encoded(), corner, crop);
    return Signature.builder()
        .input("number", number)
        .input("record", read.serialized())
        .output("pixels", augmentation.flipped(pixels, crop, flips))
        .output("place", place(tf, varied.mean(), corner, flips))
        .output(
            "shift",
            tf.reshape(augmentation.shift(dataset.statistics()), tf.constant(new int[] {3})))
        .output("label", read.label())
        .build();
  }

  /**
   * Returns where the crop's mean begins in {@link #meanAndMirror}: int32 {@code [2]}, the row, and
   * the number in it.
   */
  private Operand<TInt32> place(
      Ops tf, MeanPlace place, Operand<TInt32> corner, Operand<TInt32> flips) {
    int margin = size - crop;
    if (place == MeanPlace.CENTER) {
      return tf.constant(new int[] {margin / 2, 3 * (margin / 2)});
    }
    // Mirrored: as many rows further down, and as far from the right as it is from the left.
    Operand<TInt32> mirrored =
        tf.math.add(
            tf.math.mul(corner, tf.constant(new int[] {0, -2})),
            tf.constant(new int[] {size, margin}));
    return tf.math.mul(
        tf.math.add(corner, tf.math.mul(flips, mirrored)), tf.constant(new int[] {1, 3}));
  }

  @Override
  public Operand<TFloat32> ofBatch(Ops tf, List<Operand<?>> batch) {
    // In whole rows: with pixels for an axis the loop would go by three values at a time.
    Operand<TUint8> rows =
        tf.reshape(
            batch.get(0).asOutput().expect(TUint8.class),
            tf.constant(new int[] {input.batchSize(), crop, 3 * crop}));
    Operand<TFloat32> shifts =
        tf.tile(batch.get(2).asOutput().expect(TFloat32.class), tf.constant(new int[] {1, crop}));
    Operand<TFloat32> images =
        CompiledLoop.ofMixed(
            tf, List.of(rows, meanAndMirror(tf), batch.get(1), shifts), this::images);
    return tf.reshape(images, tf.constant(shapes().get(0).asArray()));
  }

  /** The mean and, below it, its mirror image: {@code [2 * size, 3 * size]}. */
  private Operand<TFloat32> meanAndMirror(Ops tf) {
    float[] values = new float[2 * size * size * 3];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        for (int channel = 0; channel < 3; channel++) {
          float value = mean.getFloat(row, column, channel);
          values[3 * (row * size + column) + channel] = value;
          values[3 * ((size + row) * size + size - 1 - column) + channel] = value;
        }
      }
    }
    return tf.constant(Shape.of(2L * size, 3L * size), DataBuffers.of(values));
  }

  /** The loop: pixel minus mean plus shift, in the order in which single images are computed. */
  private Operand<TFloat32> images(Ops tf, List<Operand<?>> read) {
    Operand<TFloat32> pixels = tf.dtypes.cast(read.get(0), TFloat32.class);
    Operand<TFloat32> means =
        tf.scope()
            .opBuilder("XlaGather", "means")
            .addInput(read.get(1).asOutput())
            .addInput(read.get(2).asOutput())
            .addInput(tf.constant(new int[] {crop, 3 * crop}).asOutput())
            .setAttr("dimension_numbers", SLICES)
            .setAttr("indices_are_sorted", false)
            .build()
            .output(0);
    return tf.math.add(
        tf.math.sub(pixels, means),
        tf.expandDims(read.get(3).asOutput().expect(TFloat32.class), tf.constant(1)));
  }
}
