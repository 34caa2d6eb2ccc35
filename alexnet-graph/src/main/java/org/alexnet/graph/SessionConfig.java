package org.alexnet.graph;

import java.util.stream.Stream;
import org.alexnet.common.GraphOptimization;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.device.ThreadPlan;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** How sessions are configured for a placement. */
final class SessionConfig {
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
            .setGraphOptions(GraphOptimization.ONCE);
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
