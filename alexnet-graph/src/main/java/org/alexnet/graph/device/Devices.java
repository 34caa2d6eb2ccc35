package org.alexnet.graph.device;

import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** What devices this machine has. */
public final class Devices {
  private Devices() {}

  /**
   * The number of GPUs that TensorFlow can use, found by running a constant on each in turn: the
   * public API lists no devices.
   *
   * @param limit where to stop looking
   */
  public static int gpuCount(int limit) {
    int count = 0;
    while (count < limit && runsOnGpu(count)) {
      count++;
    }
    return count;
  }

  private static boolean runsOnGpu(int index) {
    ConfigProto config =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(false)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
            .build();
    DeviceSpec gpu =
        DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.GPU).deviceIndex(index).build();
    try (Graph graph = new Graph()) {
      Op probe = Ops.create(graph).withDevice(gpu).constant(0f);
      try (Session session = new Session(graph, config);
          Result result = session.runner().addTarget(probe).run()) {
        return result.size() == 0;
      }
    } catch (TensorFlowException | TFInvalidArgumentException noSuchDevice) {
      return false;
    }
  }
}
