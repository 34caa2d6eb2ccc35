package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.StepStats;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The network at its full width, a tower on each of two devices. */
class TwoDevicesTest {
  private static final AlexNetSpec SPEC =
      Preset.PAPER.spec().withImageSize(AlexNetSpec.SMALLEST_IMAGE);

  @Test
  void aTrainingStepRunsEachTowerOnItsDevice() {
    // given
    Placement placement = Placement.of("/CPU:0", "/CPU:1");
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);
      Placeholder<TFloat32> images = tf.placeholder(TFloat32.class);
      Placeholder<TInt32> labels = tf.placeholder(TInt32.class);
      TrainingStep training =
          new TrainingStep(
              tf,
              new PlacedNetwork(SPEC, placement),
              Preset.PAPER.recipe().optimizer(),
              images,
              labels);
      Batch batch = Batch.of(SPEC, 4, 1);
      try (Session session = new Session(graph, SessionConfig.of(placement));
          TFloat32 pixels = batch.imageTensor();
          TInt32 classes = batch.labelTensor();
          TFloat32 rates = TFloat32.vectorOf(training.learningRates(0.01).values())) {
        session.run(training.initialize());

        // when
        try (Result result =
            session
                .runner()
                .setOptions(
                    RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build())
                .feed(images, pixels)
                .feed(labels, classes)
                .feed(training.learningRates(), rates)
                .addTarget(training.trainOp(training.learningRates(0.01)))
                .fetch(training.loss())
                .runAndFetchMetadata()) {

          // then
          assertThat(Arrays64.array(result.get(0))[0]).isBetween(6.0, 9.0); // ln 1000 = 6.9
          Map<String, Set<String>> ran = towersByDevice(result.getMetadata().get().getStepStats());
          assertThat(ran)
              .containsOnly(
                  Map.entry("CPU:0", Set.of("tower0")), Map.entry("CPU:1", Set.of("tower1")));
        }
      }
    }
  }

  /** Which towers' convolutions, products, pools and updates each device ran. */
  private static Map<String, Set<String>> towersByDevice(StepStats stats) {
    return stats.getDevStatsList().stream()
        .collect(
            Collectors.toMap(
                device ->
                    device.getDevice().substring(device.getDevice().lastIndexOf("device:") + 7),
                device ->
                    device.getNodeStatsList().stream()
                        .map(node -> node.getNodeName())
                        .filter(
                            name -> name.matches("(conv|fc|pool|norm|relu|parameters).*tower.*"))
                        .filter(name -> !name.contains("all_gather"))
                        .map(name -> name.replaceFirst(".*(tower\\d).*", "$1"))
                        .collect(Collectors.toSet())));
  }
}
