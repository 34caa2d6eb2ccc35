package org.alexnet.train.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.alexnet.graph.cluster.PeerLostException;
import org.alexnet.graph.cluster.Peers;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.StepSummary;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingListener;
import org.alexnet.train.TrainingResult;

/** Resumes from the latest checkpoint whenever a lost peer is back. */
final class PeerPatience {
  /** Attempts in a row that make no step although the peers answer. */
  private static final int MOST_FRUITLESS = 3;

  /** One attempt. */
  interface Attempt {
    /**
     * Trains.
     *
     * @param training how
     * @param watcher is told too
     */
    TrainingResult run(Training training, TrainingListener watcher) throws IOException;
  }

  private final Peers peers;
  private final Duration patience;
  private final BooleanSupplier stop;

  /**
   * @param patience how long to wait for a lost peer
   * @param stop asked while waiting
   */
  PeerPatience(Cluster cluster, Duration patience, BooleanSupplier stop) {
    this.peers = new Peers(cluster);
    this.patience = patience;
    this.stop = stop;
  }

  TrainingResult train(Training training, Attempt attempt) throws IOException {
    Watcher watcher = new Watcher();
    int fruitless = 0;
    while (true) {
      watcher.stepped = false;
      try {
        // What an earlier run left is there until this one has started.
        return attempt.run(watcher.started ? training.resuming() : training, watcher);
      } catch (PeerLostException e) {
        fruitless = watcher.stepped ? 0 : fruitless + 1;
        if (fruitless >= MOST_FRUITLESS || stop.getAsBoolean()) {
          throw e;
        }
        System.out.printf(
            Locale.ROOT, "%s; waiting up to %d s for it%n", e.getMessage(), patience.toSeconds());
        peers.await(patience, stop);
      }
    }
  }

  /** What an attempt achieved. */
  private static final class Watcher implements TrainingListener {
    private boolean started;
    private boolean stepped;

    @Override
    public void started(AlexNetSpec spec, long firstStep, long totalSteps) {
      started = true;
    }

    @Override
    public void stepped(StepSummary summary) {
      stepped = true;
    }
  }
}
