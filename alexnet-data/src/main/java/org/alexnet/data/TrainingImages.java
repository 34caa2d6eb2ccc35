package org.alexnet.data;

import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * How the records of a training stream become images: what a function makes of each, while the step
 * before is computed, and what becomes of a batch of that in the step that reads it.
 */
interface TrainingImages {
  /** Returns the types of what the function returns; the last is that of classes. */
  List<Class<? extends TType>> types();

  /** Returns the shapes of batches of it. */
  List<Shape> shapes();

  /**
   * Returns the function of a numbered record.
   *
   * @param varied how images are varied, one of the input's augmentations
   */
  ConcreteFunction ofRecord(Augmentation varied);

  /**
   * Returns the images of a batch: float32 {@code [N, cropSize, cropSize, 3]}.
   *
   * @param batch what the function returned
   */
  Operand<TFloat32> ofBatch(Ops tf, List<Operand<?>> batch);
}
