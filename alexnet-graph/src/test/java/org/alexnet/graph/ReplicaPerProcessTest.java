package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.alexnet.graph.cli.GraphCommand;
import org.alexnet.graph.cluster.Peers;
import org.alexnet.graph.cluster.TowerServer;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tensorflow.Result;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A replica in this process and one in another, on loopback. */
class ReplicaPerProcessTest {
  private static final AlexNetSpec SPEC = TestSpecs.narrowPaper(16);
  private static final SgdMomentum OPTIMIZER = new SgdMomentum(0.9, 0.05);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A training step with what is fed to it. */
  private record Fed(Placeholder<TFloat32> images, Placeholder<TInt32> labels, TrainingStep step) {
    static Fed add(Ops tf, PlacedNetwork network) {
      Ops host = tf.withDevice(network.placement().hostDevice());
      Placeholder<TFloat32> images = host.placeholder(TFloat32.class);
      Placeholder<TInt32> labels = host.placeholder(TInt32.class);
      return new Fed(images, labels, new TrainingStep(tf, network, OPTIMIZER, images, labels));
    }
  }

  @Test
  @Timeout(300)
  void theyLearnWhatOneNetworkDoesOfTheWholeBatch() throws IOException, InterruptedException {
    // given
    Cluster cluster =
        Cluster.of("127.0.0.1:" + freePort(), "127.0.0.1:" + freePort()).withTimeout(PATIENCE);
    PlacedNetwork placed =
        PlacedNetwork.onOneDevice(SPEC, "/CPU:0")
            .withReplicas(cluster.replicas("CPU:0", SPEC.towers()));
    Process peer = startPeer(cluster);
    try {
      TowerServer.startOnTrustedNetwork(cluster, 0);
      new Peers(cluster).await(PATIENCE);

      // when
      Map<String, double[]> trained = new LinkedHashMap<>();
      try (GraphSession<Fed> session =
          GraphSession.open(placed.allTowers(), tf -> Fed.add(tf, placed))
              .initialized(fed -> fed.step().initialize())) {
        for (int step = 0; step < 3; step++) {
          step(session, Batch.of(SPEC, 6, step));
        }
        var parameters = session.operations().step().parameters();
        try (Result result = session.run(runner -> parameters.values().forEach(runner::fetch))) {
          int at = 0;
          for (String name : parameters.keySet()) {
            trained.put(name, Arrays64.array(result.get(at++)));
          }
        }
      }

      // then
      try (TrainingRig one =
          new TrainingRig(PlacedNetwork.onOneDevice(SPEC, "/CPU:0"), OPTIMIZER)) {
        for (int step = 0; step < 3; step++) {
          one.step(Batch.of(SPEC, 6, step), 0.01);
        }
        one.parameters()
            .forEach(
                (name, values) ->
                    assertThat(Arrays64.relativeError(trained.get(name), values))
                        .as("relative error of %s", name)
                        .isLessThan(1e-5));
      }
    } finally {
      peer.destroyForcibly().waitFor();
    }
  }

  private static void step(GraphSession<Fed> session, Batch batch) throws IOException {
    Fed fed = session.operations();
    TrainingStep step = fed.step();
    try (TFloat32 pixels = batch.imageTensor();
        TInt32 classes = batch.labelTensor();
        TFloat32 rates = TFloat32.vectorOf(step.learningRates(0.01).values())) {
      session
          .run(
              runner ->
                  runner
                      .feed(fed.images(), pixels)
                      .feed(fed.labels(), classes)
                      .feed(step.learningRates(), rates)
                      .addTarget(step.trainOp(step.learningRates(0.01))))
          .close();
    }
  }

  private static Process startPeer(Cluster cluster) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", // it lives for seconds
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            GraphCommand.class.getName(),
            "serve",
            "--cluster",
            cluster.tasks().get(0) + "," + cluster.tasks().get(1),
            "--trusted-network")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
