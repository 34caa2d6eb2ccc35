package org.alexnet.graph.cli;

import java.util.Locale;
import org.alexnet.graph.report.NetworkCost;
import org.alexnet.graph.report.PeakMemory;
import org.alexnet.graph.report.ReplicaTraffic;
import org.alexnet.graph.report.TrainingMemory;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "cost",
    description =
        "Prints what a network costs: parameters, multiply-adds, memory and what the towers send"
            + " each other.")
final class CostRun implements Runnable {
  private static final double MIB = 1 << 20;

  @Mixin private StandaloneNetwork network;

  @Option(
      names = "--batch-size",
      paramLabel = "IMAGES",
      description = "Images in a step (default: ${DEFAULT-VALUE}).")
  private int batchSize = 128;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      description = "Numbers of the network: ${COMPLETION-CANDIDATES} (default: float32).")
  private Precision precision = Precision.FLOAT32;

  @Mixin private ReplicaOptions replicas;

  @Override
  public void run() {
    AlexNetSpec spec = network.spec();
    TrainingMemory memory = training(spec, false);
    memory.requireTensorsFit();
    System.out.println(NetworkCost.of(spec));
    boolean several = replicas.count() > 1;
    if (several) {
      System.out.printf("%n%s%n", ReplicaTraffic.of(spec, replicas.count()));
    }
    System.out.printf(
        Locale.ROOT,
        "%nTraining in %s with batches of %d takes about %,.0f MiB at its peak, and %,.0f MiB where"
            + " loops%nare compiled (on CPUs with AVX-512); in float32 parameters, velocities and"
            + " gradients%n%shave %,.0f MiB.%nInference takes about"
            + " %,.0f MiB, and %,.0f MiB with loops. What the JVM and TensorFlow%nhold before"
            + " comes on top.%n",
        precision,
        batchSize,
        memory.bytes() / MIB,
        training(spec, true).bytes() / MIB,
        several ? "of all replicas " : "",
        memory.bytesOfParameters() / MIB,
        inference(spec, false) / MIB,
        inference(spec, true) / MIB);
  }

  private TrainingMemory training(AlexNetSpec spec, boolean compilesLoops) {
    return new TrainingMemory(spec, batchSize, replicas.count(), precision, compilesLoops);
  }

  private long inference(AlexNetSpec spec, boolean compilesLoops) {
    return PeakMemory.atTest(spec, precision, compilesLoops).bytes(batchSize);
  }
}
