package org.alexnet.data.internal;

import java.nio.file.Path;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.data.IteratorGetNext;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** The steps of a stream, from files to an iterator, as tf.data operations. */
public final class DatasetOps {
  /**
   * Records held in memory to draw the next one from: the shards were shuffled when written, so a
   * few thousand do.
   */
  public static final long SHUFFLED_RECORDS = 4096;

  /** Records in work for each core: with one, cores waited for the next. */
  private static final long RECORDS_OF_A_CORE = 2;

  /** A position in the stream and the record that is there. */
  private static final List<Class<? extends TType>> NUMBERED_RECORD =
      List.of(TInt64.class, TString.class);

  private static final List<Class<? extends TType>> NUMBER = List.of(TInt64.class);
  private static final List<Class<? extends TType>> RECORD = List.of(TString.class);
  private static final List<Shape> SCALAR = List.of(Shape.scalar());
  private static final List<Shape> TWO_SCALARS = List.of(Shape.scalar(), Shape.scalar());

  /** Bytes read from a file at once. */
  private static final long READ_BUFFER = 1 << 20;

  /**
   * tf.data's own Options message with {@code autotune_options.enabled} (7.1) and {@code
   * optimization_options.apply_default_optimizations} (3.1) false: the stream runs as it is written
   * here. Tuned at run time, starting it again took up to two seconds more.
   */
  private static final String AS_WRITTEN = "\u001a\u0002\b\0:\u0002\b\0";

  private final Ops tf;
  private final List<Class<? extends TType>> types;

  /**
   * @param tf builders on the device of the stream
   * @param types of what the stream gives
   */
  public DatasetOps(Ops tf, List<Class<? extends TType>> types) {
    this.tf = tf;
    this.types = types;
  }

  /** Returns the builders on the device of the stream. */
  public Ops tf() {
    return tf;
  }

  /** What holds how far a stream was read; streams of one kind may be put into it in turn. */
  public record Iterator(Operand<? extends TType> handle) {}

  /** Returns the position to start at: int64 scalar. */
  public Placeholder<TInt64> position() {
    return tf.withName("position").placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
  }

  /**
   * Returns numbered records of one epoch after another. A flat map over the numbers of epochs
   * would say this without a bound, but functions that return a data set cannot be made from Java.
   *
   * @param position number of the first record
   * @param count records in an epoch
   * @param shards the files of an epoch
   * @param seed seed of the orders
   * @param epochs how many epochs to provide from the one of the position on
   */
  public Operand<? extends TType> epochs(
      Operand<TInt64> position, long count, List<Path> shards, long seed, int epochs) {
    Operand<TInt64> size = tf.constant(count);
    Operand<TInt64> firstEpoch = tf.math.floorDiv(position, size);
    ShuffledEpoch epoch = new ShuffledEpoch(tf, shards, seed);
    Operand<? extends TType> records = chained(epoch, firstEpoch, 0, epochs);
    Operand<? extends TType> numbered = numbered(from(tf.math.mul(firstEpoch, size)), records);
    return tf.data.skipDataset(
        numbered, tf.math.floorMod(position, size), NUMBERED_RECORD, TWO_SCALARS);
  }

  /** Epochs {@code first + from} to {@code first + to - 1}, as a tree that is not deep. */
  private Operand<? extends TType> chained(
      ShuffledEpoch epoch, Operand<TInt64> first, int from, int to) {
    if (to - from == 1) {
      return epoch.records(tf.math.add(first, tf.constant((long) from)));
    }
    int middle = (from + to) / 2;
    return tf.data.concatenateDataset(
        chained(epoch, first, from, middle), chained(epoch, first, middle, to), RECORD, SCALAR);
  }

  /** Returns numbered records of some files, in order, once. */
  public Operand<? extends TType> inOrder(Operand<TInt64> position, List<Path> files) {
    Operand<? extends TType> records = records(tf, fileNames(tf, files));
    return tf.data.skipDataset(
        numbered(from(tf.constant(0L)), records), position, NUMBERED_RECORD, TWO_SCALARS);
  }

  private Operand<? extends TType> from(Operand<TInt64> first) {
    return tf.data.rangeDataset(
        first, tf.constant(Long.MAX_VALUE), tf.constant(1L), NUMBER, SCALAR);
  }

  private Operand<? extends TType> numbered(
      Operand<? extends TType> numbers, Operand<? extends TType> records) {
    return tf.data.zipDataset(List.of(numbers, records), NUMBERED_RECORD, TWO_SCALARS);
  }

  static Operand<TString> fileNames(Ops tf, List<Path> files) {
    return tf.constant(
        StdArrays.ndCopyOf(files.stream().map(Path::toString).toArray(String[]::new)));
  }

  /** Returns the records of files; the operation's second version cannot be iterated in a graph. */
  static Operand<? extends TType> records(Ops tf, Operand<TString> files) {
    return tf.scope()
        .opBuilder("TFRecordDataset", "records")
        .addInput(files.asOutput())
        .addInput(tf.constant("").asOutput())
        .addInput(tf.constant(READ_BUFFER).asOutput())
        .build()
        .output(0);
  }

  /**
   * Returns batches of what a function makes of numbered records, in order: made on all cores, each
   * record's part put into its place in the batch by the thread that made it.
   */
  public Operand<? extends TType> batches(
      Operand<? extends TType> records,
      ConcreteFunction ofRecord,
      long size,
      boolean wholeBatchesOnly,
      List<Shape> shapes) {
    return tf.data.mapAndBatchDataset(
        records,
        List.of(),
        tf.constant(size),
        tf.constant(RECORDS_OF_A_CORE * Runtime.getRuntime().availableProcessors()),
        tf.constant(wholeBatchesOnly),
        ofRecord,
        types,
        shapes);
  }

  /** Returns the same batches, made ahead. */
  public Operand<? extends TType> prefetch(
      Operand<? extends TType> batches, long count, List<Shape> shapes) {
    return tf.data.prefetchDataset(batches, tf.constant(count), types, shapes);
  }

  /** Returns an iterator that no stream is in yet. */
  public Iterator iterator(List<Shape> shapes) {
    return new Iterator(tf.data.iterator(tf.scope().makeOpName("iterator"), "", types, shapes));
  }

  /** Returns what puts a stream into an iterator, at its beginning. */
  public Op start(Iterator iterator, Operand<? extends TType> stream, List<Shape> shapes) {
    return tf.data.makeIterator(asWritten(tf, stream, types, shapes), iterator.handle());
  }

  /** Returns the same stream, which TensorFlow neither rewrites nor tunes. */
  public static Operand<? extends TType> asWritten(
      Ops tf,
      Operand<? extends TType> stream,
      List<Class<? extends TType>> types,
      List<Shape> shapes) {
    return tf.data.optionsDataset(stream, AS_WRITTEN, types, shapes);
  }

  /** Returns what gives one batch after another. */
  public IteratorGetNext next(Iterator iterator, List<Shape> shapes) {
    return tf.data.iteratorGetNext(iterator.handle(), types, shapes);
  }
}
