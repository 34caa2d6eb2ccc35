package org.alexnet.data;

import java.io.IOException;
import java.util.List;
import org.alexnet.data.image.Preprocessing;
import org.alexnet.data.internal.StoredExample;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/** Each image is made by itself, and a batch is all of them. */
final class SingleImages implements TrainingImages {
  private final Dataset dataset;
  private final TrainingInput input;
  private final FloatNdArray mean;

  SingleImages(Dataset dataset, TrainingInput input) throws IOException {
    this.dataset = dataset;
    this.input = input;
    this.mean = dataset.mean();
  }

  @Override
  public List<Class<? extends TType>> types() {
    return ImageFunctions.EXAMPLE;
  }

  @Override
  public List<Shape> shapes() {
    Shape batch = Shape.of(input.batchSize());
    return List.of(batch.append(Shape.of(input.cropSize(), input.cropSize(), 3)), batch);
  }

  @Override
  public ConcreteFunction ofRecord(Augmentation varied) {
    int cropSize = input.cropSize();
    Preprocessing preprocessing =
        Preprocessing.of(mean, dataset.storedFormat()).withMeanAt(varied.mean());
    return ConcreteFunction.create(
        tf -> {
          Placeholder<TInt64> number =
              tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
          StoredExample read = StoredExample.parse(tf);
          AugmentationOps augmentation = new AugmentationOps(tf, varied, input.seed(), number);
          Operand<TInt32> corner = augmentation.corner(dataset.imageSize() - cropSize);
          Operand<TFloat32> image =
              ImageFunctions.varied(
                  tf, dataset, preprocessing, augmentation, read.encoded(), corner, cropSize);
          return read.signature(number, image);
        });
  }

  @Override
  public Operand<TFloat32> ofBatch(Ops tf, List<Operand<?>> batch) {
    return batch.get(0).asOutput().expect(TFloat32.class);
  }
}
