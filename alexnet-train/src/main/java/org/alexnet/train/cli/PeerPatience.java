package org.alexnet.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.alexnet.graph.Cluster;
import org.alexnet.graph.PeerLostException;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Checkpoints;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingResult;

/** Goes on from the last checkpoint whenever a lost peer is back. */
final class PeerPatience {

  /** One attempt. */
  interface Attempt {
    TrainingResult run(Training training) throws IOException;
  }

  private final Cluster cluster;
  private final Duration patience;
  private final Path runDirectory;

  /**
   * @param patience how long to try without a new checkpoint
   */
  PeerPatience(Cluster cluster, Duration patience, Path runDirectory) {
    this.cluster = cluster;
    this.patience = patience;
    this.runDirectory = runDirectory;
  }

  TrainingResult train(Training training, Attempt attempt) throws IOException {
    Training next = training;
    long lostAt = -1;
    long since = 0;
    while (true) {
      try {
        return attempt.run(next);
      } catch (PeerLostException e) {
        long step = Checkpoints.of(runDirectory).latest().map(Checkpoint::step).orElse(0L);
        if (step > lostAt) {
          lostAt = step;
          since = System.nanoTime();
        }
        Duration left = patience.minusNanos(System.nanoTime() - since);
        if (left.isNegative()) {
          throw e;
        }
        System.out.printf(
            "%s; waiting up to %d s, then going on after %,d updates%n",
            e.getMessage(), left.toSeconds(), step);
        cluster.awaitPeers(left);
        next = training.continuing();
      }
    }
  }
}
