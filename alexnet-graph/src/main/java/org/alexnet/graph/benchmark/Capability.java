package org.alexnet.graph.benchmark;

import com.google.common.collect.ImmutableList;
import java.util.stream.IntStream;
import org.alexnet.graph.TrainingStep;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.Kernels;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.optimizer.Optimizer;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Whether the natives that are loaded can train a network on a type of device. */
public final class Capability {
  private final Kernels kernels = new Kernels();
  private final AlexNetSpec spec;
  private final Optimizer optimizer;

  /**
   * Creates a view of a network.
   *
   * @param spec the network
   * @param optimizer how it learns
   */
  public Capability(AlexNetSpec spec, Optimizer optimizer) {
    this.spec = spec;
    this.optimizer = optimizer;
  }

  /**
   * Returns the operations of training with a GPU for each tower that have no kernel there; whether
   * there are GPUs does not matter.
   */
  public ImmutableList<String> missingOnGpus(Precision precision) {
    return missing(Placement.onGpus(spec.towers()), precision);
  }

  /** Returns the operations of training on CPUs that have no kernel there. */
  public ImmutableList<String> missingOnCpus(Precision precision) {
    ImmutableList<Device> cpus =
        IntStream.range(0, spec.towers())
            .mapToObj(Device::cpu)
            .collect(ImmutableList.toImmutableList());
    return missing(new Placement(Device.cpu(0), cpus), precision);
  }

  private ImmutableList<String> missing(Placement placement, Precision precision) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Ops host = tf.withDevice(placement.hostDevice());
      new TrainingStep(
          tf,
          new PlacedNetwork(spec, placement, precision),
          optimizer,
          host.placeholder(TFloat32.class),
          host.placeholder(TInt32.class));
      return kernels.missing(graph.toGraphDef());
    }
  }
}
