package org.alexnet.graph.cli;

import java.util.Locale;
import org.alexnet.graph.report.NetworkCost;
import org.alexnet.graph.report.TrainingMemory;
import org.alexnet.graph.spec.AlexNetSpec;
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

  @Override
  public void run() {
    AlexNetSpec spec = network.spec();
    new TrainingMemory(spec, batchSize).requireTensorsFit();
    NetworkCost cost = NetworkCost.of(spec);
    double memory = cost.trainingBytes(batchSize) / MIB;
    System.out.println(cost);
    System.out.printf(
        Locale.ROOT,
        "%nTraining with batches of %d takes about %,.0f MiB, of which %,.0f MiB are parameters,%n"
            + "velocities and gradients; the runtime itself comes on top.%n",
        batchSize,
        memory,
        3 * Float.BYTES * cost.parameters() / MIB);
  }
}
