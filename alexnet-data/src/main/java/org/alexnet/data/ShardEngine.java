package org.alexnet.data;

import java.io.IOException;
import java.util.List;

/** Makes the shards of a data set elsewhere than on the threads of this process. */
@FunctionalInterface
public interface ShardEngine {
  /**
   * Calls {@link ShardJob#run} for every shard, wherever there is room, in any order. Any of them
   * may be made again, or twice at once.
   *
   * @param job what is done for each
   * @param shards the names of their files
   * @throws IOException if one cannot be made
   */
  void run(ShardJob job, List<String> shards) throws IOException;
}
