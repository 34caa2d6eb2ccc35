package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import java.io.IOException;
import java.util.List;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.data.internal.DatasetOps;
import org.alexnet.data.source.Split;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Batches of images inside a graph: read, decoded, augmented and batched by TensorFlow while the
 * step before is computed, with no Java in the loop.
 *
 * <p>The training stream is a pure function of the data set, the seed and the position, the number
 * of images before: epoch {@code position / imageCount} reads every image once, in an order of its
 * own, and batches do not stop at its end. Run {@link #start} with a position fed to {@link
 * #position}, and the stream begins there, whatever was read before. It goes on up to {@link
 * #endFrom}; start it again before.
 *
 * <p>The evaluation stream reads every image of a split once, in the order of the shards, and then
 * ends with {@link org.tensorflow.exceptions.TFOutOfRangeException}; its last batch may be smaller.
 */
public final class InputPipeline {
  /**
   * Batches made ahead of the one in use; each takes 79 MB for 128 images of 227 pixels, or 20 MB
   * where a compiled loop makes the images of it.
   */
  private static final long PREFETCHED_BATCHES = 4;

  /**
   * Epochs that a training stream has from where it is started; then it ends, unless it is started
   * anew before. So many operations are in the graph, however many epochs are trained.
   */
  private static final int EPOCHS_FROM_A_START = 16;

  /** Batches beside those: the one that is being made, and the one in use. */
  private static final long OTHER_BATCHES = 2;

  /** The kind of operation that TensorFlow's messages name when the stream cannot be read. */
  static final String FAILING_OPERATION = "IteratorGetNext";

  private final Placeholder<TInt64> position;
  private final ImmutableMap<Augmentation, Op> starts;
  private final Operand<TFloat32> images;
  private final Operand<TInt32> labels;

  private InputPipeline(
      Placeholder<TInt64> position,
      ImmutableMap<Augmentation, Op> starts,
      Operand<TFloat32> images,
      Operand<?> labels) {
    this.position = position;
    this.starts = starts;
    this.images = images;
    this.labels = labels.asOutput().expect(TInt32.class);
  }

  /**
   * Adds the training stream to a graph.
   *
   * @param tf builders without a device; the stream lives on the CPU
   * @param dataset the prepared data set, whose training split is read
   * @param input what is made of it
   * @throws IOException if the data set cannot be read or is damaged
   */
  public static InputPipeline training(Ops tf, Dataset dataset, TrainingInput input)
      throws IOException {
    return training(tf, dataset, input, compilesLoops(input));
  }

  private static boolean compilesLoops(TrainingInput input) {
    return CompiledImages.canMake(input) && CompiledImages.areFaster(input.cropSize());
  }

  static InputPipeline training(Ops tf, Dataset dataset, TrainingInput input, boolean compilesLoops)
      throws IOException {
    checkSizes(dataset, input.cropSize(), input.batchSize());
    dataset.files().requireIntact(Split.TRAIN);
    TrainingImages images =
        compilesLoops ? new CompiledImages(dataset, input) : new SingleImages(dataset, input);
    DatasetOps data = new DatasetOps(cpu(tf).withSubScope("training_input"), images.types());
    Placeholder<TInt64> position = data.position();
    var records =
        data.epochs(
            position,
            dataset.imageCount(Split.TRAIN),
            dataset.shards(Split.TRAIN),
            input.seed(),
            EPOCHS_FROM_A_START);
    List<Shape> shapes = images.shapes();
    DatasetOps.Iterator iterator = data.iterator(shapes);
    ImmutableMap.Builder<Augmentation, Op> starts = ImmutableMap.builder();
    for (Augmentation augmentation : input.augmentations()) {
      try (ConcreteFunction ofRecord = images.ofRecord(augmentation)) {
        var batches = data.batches(records, ofRecord, input.batchSize(), true, shapes);
        starts.put(
            augmentation,
            data.start(iterator, data.prefetch(batches, PREFETCHED_BATCHES, shapes), shapes));
      }
    }
    List<Operand<?>> next = List.copyOf(data.next(iterator, shapes).components());
    return new InputPipeline(
        position, starts.buildOrThrow(), images.ofBatch(data.tf(), next), Iterables.getLast(next));
  }

  /**
   * Returns about how much memory a training stream takes: its batches, and the records that it
   * draws the next one from.
   *
   * @param dataset the prepared data set
   * @param input what is made of it
   * @return bytes
   */
  public static long trainingBytes(Dataset dataset, TrainingInput input) {
    return trainingBytes(dataset, input, compilesLoops(input));
  }

  static long trainingBytes(Dataset dataset, TrainingInput input, boolean compilesLoops) {
    long batch = (long) input.batchSize() * input.cropSize() * input.cropSize() * 3;
    long batches = PREFETCHED_BATCHES + OTHER_BATCHES;
    long bytes = compilesLoops ? batches + Float.BYTES : batches * Float.BYTES;
    return bytes * batch
        + (long)
            (Math.min(DatasetOps.SHUFFLED_RECORDS, dataset.imageCount(Split.TRAIN))
                * dataset.bytesPerImage(Split.TRAIN));
  }

  /**
   * Adds an evaluation stream to a graph that subtracts the mean at the place of each crop.
   *
   * @param tf builders without a device; the stream lives on the CPU
   * @param dataset the prepared data set
   * @param split which images to read
   * @param cropSize side of a crop, at most the data set's image size
   * @param batchSize images in a batch; {@link #images} has {@code crops.count()} crops of each
   * @param crops the crops of an image
   * @throws IOException if the data set cannot be read or is damaged
   */
  public static InputPipeline evaluation(
      Ops tf, Dataset dataset, Split split, int cropSize, int batchSize, Crops crops)
      throws IOException {
    return evaluation(tf, dataset, split, cropSize, batchSize, crops, MeanPlace.CROP);
  }

  /**
   * Adds an evaluation stream to a graph.
   *
   * @param tf builders without a device; the stream lives on the CPU
   * @param dataset the prepared data set
   * @param split which images to read
   * @param cropSize side of a crop, at most the data set's image size
   * @param batchSize images in a batch; {@link #images} has {@code crops.count()} crops of each
   * @param crops the crops of an image
   * @param mean which part of the mean is subtracted: that of the training
   * @throws IOException if the data set cannot be read or is damaged
   */
  public static InputPipeline evaluation(
      Ops tf,
      Dataset dataset,
      Split split,
      int cropSize,
      int batchSize,
      Crops crops,
      MeanPlace mean)
      throws IOException {
    checkSizes(dataset, cropSize, batchSize);
    dataset.files().requireIntact(split);
    DatasetOps data =
        new DatasetOps(cpu(tf).withSubScope("evaluation_input"), ImageFunctions.EXAMPLE);
    Placeholder<TInt64> position = data.position();
    try (ConcreteFunction image = ImageFunctions.evaluationImage(dataset, cropSize, crops, mean)) {
      var records = data.inOrder(position, dataset.shards(split));
      Shape each = Shape.of(cropSize, cropSize, 3);
      Shape batch = Shape.of(Shape.UNKNOWN_SIZE);
      List<Shape> shapes = List.of(batch.append(crops.count()).append(each), batch);
      var batches = data.batches(records, image, batchSize, false, shapes);
      DatasetOps.Iterator iterator = data.iterator(shapes);
      Op start = data.start(iterator, data.prefetch(batches, PREFETCHED_BATCHES, shapes), shapes);
      List<Operand<?>> next = List.copyOf(data.next(iterator, shapes).components());
      return new InputPipeline(
          position,
          ImmutableMap.of(Augmentation.none(), start),
          data.tf()
              .reshape(
                  next.get(0).asOutput().expect(TFloat32.class),
                  data.tf().constant(each.prepend(Shape.UNKNOWN_SIZE).asArray())),
          next.get(1));
    }
  }

  private static void checkSizes(Dataset dataset, int cropSize, int batchSize) {
    checkArgument(
        cropSize > 0 && cropSize <= dataset.imageSize(),
        "cropSize must be between 1 and %s, the image size of %s, found %s",
        dataset.imageSize(),
        dataset.directory(),
        cropSize);
    checkArgument(batchSize > 0, "batchSize must be positive, found %s", batchSize);
  }

  private static Ops cpu(Ops tf) {
    return tf.withDevice(
        DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.CPU).deviceIndex(0).build());
  }

  /**
   * Returns where to start: int64 scalar, number of images before; feed it when running {@link
   * #start}.
   */
  public Operand<TInt64> position() {
    return position;
  }

  /**
   * Returns where a training stream ends that is started at a position, in images.
   *
   * @param position number of images before
   * @param imageCount training images of the data set
   */
  public static long endFrom(long position, long imageCount) {
    return (position / imageCount + EPOCHS_FROM_A_START) * imageCount;
  }

  /** Starts the stream, again if it was started before; feed {@link #position}. */
  public Op start() {
    return starts.values().iterator().next();
  }

  /**
   * Starts a training stream whose images are varied in this way; feed {@link #position}.
   *
   * @param augmentation one of {@link TrainingInput#augmentations}
   */
  public Op start(Augmentation augmentation) {
    Op start = starts.get(augmentation);
    checkArgument(
        start != null, "augmentation must be one of %s, found %s", starts.keySet(), augmentation);
    return start;
  }

  /**
   * Returns the next batch: float32 {@code [N, cropSize, cropSize, 3]}, RGB, 0..255 minus the mean
   * of the training images; at evaluation {@code [N * crops, cropSize, cropSize, 3]}, the crops of
   * an image together.
   */
  public Operand<TFloat32> images() {
    return images;
  }

  /** Classes of the images of the batch: int32 {@code [N]}, counted from 0. */
  public Operand<TInt32> labels() {
    return labels;
  }
}
