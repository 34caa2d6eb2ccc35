package org.alexnet.data.beam;

import java.io.IOException;
import org.alexnet.data.ShardJob;
import org.alexnet.data.ShardWriter;
import org.apache.beam.sdk.transforms.DoFn;

/** Makes the shards whose names come, one at a time; a runner has one for each of its threads. */
final class ShardFn extends DoFn<String, Void> {
  private static final long serialVersionUID = 1;

  private final ShardJob job;
  private transient ShardWriter writer;

  ShardFn(ShardJob job) {
    this.job = job;
  }

  @Setup
  public void open() {
    writer = new ShardWriter(job.options(), 1);
  }

  @ProcessElement
  public void make(@Element String shard) throws IOException {
    job.run(shard, writer);
  }

  @Teardown
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
