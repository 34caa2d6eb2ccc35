package org.alexnet.data.internal;

import java.io.IOException;
import java.util.List;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Dataset;
import org.alexnet.data.Views;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.DecodeAndCropJpeg;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** The functions that the stream applies to each record. */
public final class ImageFunctions {
  private ImageFunctions() {}

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
          Operand<TFloat32> centered = tf.math.sub(patch, meanPatch);
          Operand<TFloat32> image =
              variation.colored(variation.flipped(centered), dataset.statistics());
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
          Operand<TFloat32> centered =
              tf.math.sub(
                  tf.dtypes.cast(PixelOps.decodeRgb(tf, read.encoded()), TFloat32.class),
                  tf.constant(mean));
          return read.signature(number, views.of(tf, centered, dataset.imageSize(), cropSize));
        });
  }
}
