package org.alexnet.graph;

import java.util.stream.Stream;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.device.ThreadPlan;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.proto.RewriterConfig.NumIterationsType;

/** How sessions are configured for a placement. */
final class SessionConfig {
  /**
   * TensorFlow optimizes a graph twice if nothing else is said, for each kind of step before its
   * first: a third of the time of a short training, of which the second pass is half. It finds
   * nothing in these graphs: steps are as fast without it, and their results the same bits.
   */
  private static final RewriterConfig OPTIMIZED_ONCE =
      RewriterConfig.newBuilder().setMetaOptimizerIterations(NumIterationsType.ONE).build();

  private SessionConfig() {}

  /**
   * Returns the configuration of a session that has a placement's devices and no others to fall
   * back on.
   *
   * <p>CPUs of this process compute by the placement's plan; the threads are the session's own. GPU
   * memory is taken as it is needed.
   */
  static ConfigProto of(Placement placement) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(false)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
            .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(OPTIMIZED_ONCE));
    if (placement.isOnCpusOfThisProcess()) {
      ThreadPlan plan = placement.threads().orElseGet(ThreadPlan::byDefault);
      config
          .setUsePerSessionThreads(true)
          .setInterOpParallelismThreads(plan.operations())
          .setIntraOpParallelismThreads(plan.threadsEach());
    }
    if (placement.cluster().isPresent()) {
      Cluster cluster = placement.cluster().get();
      return config
          .setIsolateSessionState(true) // sessions of a server would share their variables
          .setOperationTimeoutInMs(cluster.timeout().toMillis())
          .build();
    }
    return config.putDeviceCount("CPU", cpuCount(placement)).build();
  }

  private static int cpuCount(Placement placement) {
    return Stream.concat(Stream.of(placement.host()), placement.towers().stream())
        .filter(Device::isCpu)
        .mapToInt(device -> device.index() + 1)
        .max()
        .orElse(1);
  }
}
