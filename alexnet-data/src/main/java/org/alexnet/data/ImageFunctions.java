package org.alexnet.data;

import java.io.IOException;
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

/** The functions that the stream applies to each record. */
final class ImageFunctions {
  private ImageFunctions() {}

  /** Returns the function from a numbered record to an augmented crop and its class. */
  public static ConcreteFunction trainingImage(
      Dataset dataset, TrainingInput input, Augmentation varied) throws IOException {
    int cropSize = input.cropSize();
    Preprocessing preprocessing =
        Preprocessing.of(dataset.mean(), dataset.storedFormat()).withMeanAt(varied.mean());
    return ConcreteFunction.create(
        tf -> {
          Placeholder<TInt64> number =
              tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
          StoredExample read = StoredExample.parse(tf);
          AugmentationOps augmentation = new AugmentationOps(tf, varied, input.seed(), number);
          Operand<TInt32> corner = augmentation.corner(dataset.imageSize() - cropSize);
          Operand<TFloat32> image =
              varied(tf, dataset, preprocessing, augmentation, read.encoded(), corner, cropSize);
          return read.signature(number, image);
        });
  }

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
        preprocessing.cropAt(tf, jpeg, corner, cropSize, augmentation::flipped);
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
