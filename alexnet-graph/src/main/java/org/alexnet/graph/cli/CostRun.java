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

  @Mixin private ReplicaOptions replicas;

  @Override
  public void run() {
    AlexNetSpec spec = network.spec();
    TrainingMemory memory = new TrainingMemory(spec, batchSize, replicas.count());
    memory.requireTensorsFit();
    System.out.println(NetworkCost.of(spec));
    boolean several = replicas.count() > 1;
    if (several) {
      System.out.printf("%n%s%n", ReplicaTraffic.of(spec, replicas.count()));
    }
    System.out.printf(
        Locale.ROOT,
        "%nTraining with batches of %d takes about %,.0f MiB at its peak, of which %,.0f MiB are%n"
            + "parameters, velocities and gradients%s; inference takes about %,.0f MiB. What the JVM"
            + " and%nTensorFlow hold before comes on top.%n",
        batchSize,
        memory.bytes() / MIB,
        memory.bytesOfParameters() / MIB,
        several ? ", all replicas together" : "",
        PeakMemory.atTest(spec, Precision.FLOAT32, false).bytes(batchSize) / MIB);
  }
}
