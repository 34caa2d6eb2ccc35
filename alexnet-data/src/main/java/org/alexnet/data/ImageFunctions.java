package org.alexnet.data;

import java.io.IOException;
import java.util.List;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.data.image.Preprocessing;
import org.alexnet.data.internal.StoredExample;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** The functions that the stream applies to each record. */
final class ImageFunctions {
  /** An image and its class. */
  static final List<Class<? extends TType>> EXAMPLE = List.of(TFloat32.class, TInt32.class);

  private ImageFunctions() {}

  /** Returns what the network sees of a stored image: the crop, mirrored and colored as drawn. */
  static Operand<TFloat32> varied(
      Ops tf,
      Dataset dataset,
      Preprocessing preprocessing,
      AugmentationOps augmentation,
      Operand<TString> jpeg,
      Operand<TInt32> corner,
      int cropSize) {
    Operand<TFloat32> crop =
        preprocessing.cropAt(
            tf,
            jpeg,
            corner,
            cropSize,
            pixels -> augmentation.flipped(pixels, cropSize, augmentation.flips()));
    return augmentation.colored(crop, cropSize, dataset.statistics());
  }

  /** Returns the function from a numbered record to the crops of its image and its class. */
  public static ConcreteFunction evaluationImage(
      Dataset dataset, int cropSize, Crops crops, MeanPlace mean) throws IOException {
    Preprocessing preprocessing =
        Preprocessing.of(dataset.mean(), dataset.storedFormat()).withMeanAt(mean);
    return ConcreteFunction.create(
        tf -> {
          Placeholder<TInt64> number =
              tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
          StoredExample read = StoredExample.parse(tf);
          return read.signature(
              number, preprocessing.cropsOfStored(tf, read.encoded(), crops, cropSize));
        });
  }
}
