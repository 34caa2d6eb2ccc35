package org.alexnet.data.internal;

import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** The records of an epoch: the shards in an order of that epoch, their records shuffled. */
final class ShuffledEpoch {
  private final Ops tf;
  private final int shardCount;
  private final Operand<TString> files;
  private final long seed;

  ShuffledEpoch(Ops tf, List<Path> shards, long seed) {
    this.tf = tf;
    this.shardCount = shards.size();
    this.files = DatasetOps.fileNames(tf, shards);
    this.seed = seed;
  }

  /**
   * Returns the records as a data set.
   *
   * @param epoch the number of the epoch
   */
  Operand<? extends TType> records(Operand<TInt64> epoch) {
    Operand<TFloat32> draws =
        tf.random.statelessRandomUniform(
            tf.constant(new int[] {shardCount}), RandomKeys.of(tf, seed, "shards", epoch));
    Operand<TInt32> order = tf.nn.topK(draws, tf.constant(shardCount), TInt32.class).indices();
    Operand<TString> ordered = tf.gather(files, order, tf.constant(0));
    return shuffled(DatasetOps.records(tf, ordered), RandomKeys.of(tf, seed, "records", epoch));
  }

  /** Returns the operation's third version wants a resource for its seeds. */
  private Operand<? extends TType> shuffled(Operand<? extends TType> records, Operand<TInt64> key) {
    return tf.scope()
        .opBuilder("ShuffleDataset", "shuffled")
        .addInput(records.asOutput())
        .addInput(tf.constant(DatasetOps.SHUFFLED_RECORDS).asOutput())
        .addInput(tf.gather(key, tf.constant(0), tf.constant(0)).asOutput())
        .addInput(tf.gather(key, tf.constant(1), tf.constant(0)).asOutput())
        .setAttr("reshuffle_each_iteration", false)
        .setAttr("output_types", new DataType[] {DataType.DT_STRING})
        .setAttr("output_shapes", new Shape[] {Shape.scalar()})
        .build()
        .output(0);
  }
}
