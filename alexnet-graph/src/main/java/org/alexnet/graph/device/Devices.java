package org.alexnet.graph.device;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import java.util.stream.IntStream;
import org.alexnet.common.CpuSettings;
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
  static {
    CpuSettings.apply(); // whoever opens a session asks for its devices first
  }

  private Devices() {}

  /**
   * Returns the number of GPUs that TensorFlow can use, found by running a constant on each in
   * turn: the public API lists no devices.
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

  /**
   * Checks that the devices of this process are there; those of other processes are not looked for.
   *
   * @param placement the devices
   * @throws IllegalArgumentException if there is no such device
   */
  public static void requireAvailable(Placement placement) {
    for (Device device : placement.distinctTowerDevices()) {
      if (device.isHere() && !device.isCpu()) {
        int gpus = gpuCount(device.index() + 1);
        checkArgument(
            device.index() < gpus,
            "there is no %s here; found /CPU:0%s",
            device,
            IntStream.range(0, gpus).mapToObj(gpu -> " " + Device.gpu(gpu)).collect(joining()));
      }
    }
  }

  private static boolean runsOnGpu(int index) {
    ConfigProto config =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(false)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
            .build();
    try (Graph graph = new Graph()) {
      Op probe = Ops.create(graph).withDevice(Device.gpu(index).toDeviceSpec()).constant(0f);
      try (Session session = new Session(graph, config);
          Result result = session.runner().addTarget(probe).run()) {
        return result.size() == 0;
      }
    } catch (TensorFlowException | TFInvalidArgumentException noSuchDevice) {
      return false;
    }
  }
}
