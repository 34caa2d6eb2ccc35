package org.alexnet.data.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Dataset;
import org.alexnet.data.Views;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.DecodeAndCropJpeg;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** The functions that the stream applies: to an epoch, and to each record. */
public final class ImageFunctions {
  /** Records held in memory to draw the next one from; the shards were shuffled when written. */
  private static final long SHUFFLE_BUFFER = 4096;

  private ImageFunctions() {}

  /**
   * From the number of an epoch to its records: the shards in an order of that epoch, their records
   * shuffled.
   */
  public static ConcreteFunction shuffledEpoch(List<Path> shards, long seed) {
    return ConcreteFunction.create(
        tf -> {
          Placeholder<TInt64> epoch =
              tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
          Operand<TFloat32> draws =
              tf.random.statelessRandomUniform(
                  tf.constant(new int[] {shards.size()}), RandomKeys.of(tf, seed, "shards", epoch));
          Operand<TInt32> order =
              tf.nn.topK(draws, tf.constant(shards.size()), TInt32.class).indices();
          Operand<TString> files =
              tf.gather(DatasetOps.fileNames(tf, shards), order, tf.constant(0));
          Operand<? extends TType> shuffled =
              shuffled(
                  tf, DatasetOps.records(tf, files), RandomKeys.of(tf, seed, "records", epoch));
          return Signature.builder().input("epoch", epoch).output("records", shuffled).build();
        });
  }

  /** The operation's third version wants a resource for its seeds. */
  private static Operand<? extends TType> shuffled(
      Ops tf, Operand<? extends TType> records, Operand<TInt64> key) {
    return tf.scope()
        .opBuilder("ShuffleDataset", "shuffled")
        .addInput(records.asOutput())
        .addInput(tf.constant(SHUFFLE_BUFFER).asOutput())
        .addInput(tf.gather(key, tf.constant(0), tf.constant(0)).asOutput())
        .addInput(tf.gather(key, tf.constant(1), tf.constant(0)).asOutput())
        .setAttr("reshuffle_each_iteration", false)
        .setAttr("output_types", new DataType[] {DataType.DT_STRING})
        .setAttr("output_shapes", new Shape[] {Shape.scalar()})
        .build()
        .output(0);
  }

  /** From a numbered record to a patch {@code [cropSize, cropSize, 3]} and its class. */
  public static ConcreteFunction trainingImage(
      Dataset dataset, int cropSize, Augmentation augmentation, long seed) throws IOException {
    FloatNdArray mean = dataset.mean();
    return ConcreteFunction.create(
        tf -> {
          Placeholder<TInt64> number =
              tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
          StoredExample read = StoredExample.parse(tf);
          Variation variation = new Variation(tf, augmentation, seed, number);
          Operand<TInt32> corner = variation.corner(dataset.imageSize() - cropSize);
          Operand<TInt32> size = tf.constant(new int[] {cropSize, cropSize});
          Operand<TFloat32> patch =
              tf.dtypes.cast(
                  tf.image.decodeAndCropJpeg(
                      read.encoded(),
                      tf.concat(List.of(corner, size), tf.constant(0)),
                      DecodeAndCropJpeg.channels(3L),
                      DecodeAndCropJpeg.dctMethod(PixelOps.EXACT_DCT)),
                  TFloat32.class);
          Operand<TFloat32> meanPatch =
              tf.slice(
                  tf.constant(mean),
                  tf.concat(List.of(corner, tf.constant(new int[] {0})), tf.constant(0)),
                  tf.constant(new int[] {cropSize, cropSize, 3}));
          Operand<TFloat32> centred = tf.math.sub(patch, meanPatch);
          Operand<TFloat32> image =
              variation.coloured(variation.flipped(centred), dataset.statistics());
          return read.signature(number, image);
        });
  }

  /** From a numbered record to its patches {@code [views, cropSize, cropSize, 3]} and its class. */
  public static ConcreteFunction evaluationImage(Dataset dataset, int cropSize, Views views)
      throws IOException {
    FloatNdArray mean = dataset.mean();
    return ConcreteFunction.create(
        tf -> {
          Placeholder<TInt64> number =
              tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
          StoredExample read = StoredExample.parse(tf);
          Operand<TFloat32> centred =
              tf.math.sub(
                  tf.dtypes.cast(PixelOps.decodeRgb(tf, read.encoded()), TFloat32.class),
                  tf.constant(mean));
          return read.signature(number, views.of(tf, centred, dataset.imageSize(), cropSize));
        });
  }
}
