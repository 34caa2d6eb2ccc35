package org.alexnet.graph.cli;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.alexnet.common.AvailableMemory;
import org.alexnet.common.CpuSettings;
import org.alexnet.common.LibraryVersion;
import org.alexnet.common.Processor;
import org.alexnet.common.cli.Plain;
import org.alexnet.graph.benchmark.Capability;
import org.alexnet.graph.benchmark.MatrixProduct;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.Devices;
import org.alexnet.graph.device.Kernels;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.NetworkCost;
import org.alexnet.graph.report.TrainingMemory;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.TensorFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    description =
        "Tells in one screen what this machine has for a network: versions, devices, kernels,"
            + " memory, and how fast it multiplies matrices.")
final class DoctorRun implements Callable<Integer> {
  private static final double GIB = 1L << 30;

  /** More GPUs than a machine has. */
  private static final int MOST_GPUS = 64;

  @Mixin private StandaloneNetwork network;

  @Mixin private PlacementOptions placement;

  @Option(
      names = "--batch-size",
      paramLabel = "IMAGES",
      description = "Images in a step (default: ${DEFAULT-VALUE}).")
  private int batchSize = 128;

  @Override
  public Integer call() throws IOException {
    AlexNetSpec spec = network.spec();
    TrainingMemory.requirePositive(batchSize);
    versions();
    machine();
    PlacedNetwork placed = placement.available(spec);
    loops(placed);
    line(
        "Devices",
        "%s; %s on %s",
        devices(),
        spec.name(),
        Joiner.on(", ").join(placed.placement().towers()));
    kernels(spec);
    line(
        "Memory of it",
        "%.1f GiB to train with batches of %d, beside what TensorFlow itself takes",
        TrainingMemory.of(placed, batchSize).bytes() / GIB,
        batchSize);
    speed(NetworkCost.of(spec), placed.placement().towers().get(0));
    return 0;
  }

  private static void versions() {
    line(
        "Versions",
        "AlexNet for Java %s, TensorFlow %s, Java %s",
        LibraryVersion.get(),
        TensorFlow.version(),
        Runtime.version());
    line("Natives", "%s %s, unpacked to %s", Loader.getPlatform(), build(), cache());
  }

  private static String build() {
    return new Kernels().areForGpus() ? "with kernels for GPUs" : "without kernels for GPUs";
  }

  private static String cache() {
    try {
      return Loader.getCacheDir().toString();
    } catch (IOException e) {
      return "no folder: " + e.getMessage();
    }
  }

  private static void machine() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    List<String> instructions = Processor.instructionSets();
    line(
        "Machine",
        "%s, %s; %s; oneDNN %s",
        Processor.model(),
        Plain.count(system.getAvailableProcessors(), "processor"),
        instructions.isEmpty() ? "instruction sets unknown" : Joiner.on(' ').join(instructions),
        CpuSettings.oneDnn()
            .map(on -> on.equals("0") ? "off" : "on")
            .orElse("as TensorFlow decides"));
    line(
        "Memory",
        "%.1f GiB, %.1f available; the JVM's heap takes at most %.1f",
        system.getTotalMemorySize() / GIB,
        AvailableMemory.bytes().orElse(system.getFreeMemorySize()) / GIB,
        Runtime.getRuntime().maxMemory() / GIB);
    line("Threads", "%s, unless --autotune finds better ones", ThreadPlan.byDefault().describe());
  }

  private static void loops(PlacedNetwork placed) {
    line(
        "Loops",
        LoopCompilation.isFor(placed.allTowers())
            ? "over large feature maps compiled by XLA"
            : "none compiled: each operation passes over its feature maps");
  }

  private static String devices() {
    int gpus = Devices.gpuCount(MOST_GPUS);
    return gpus == 0 ? "/CPU:0, no GPU" : "/CPU:0, /GPU:0 to /GPU:" + (gpus - 1);
  }

  private static void kernels(AlexNetSpec spec) {
    Capability capability = new Capability(spec, Preset.PAPER.recipe().optimizer());
    for (Precision precision : Precision.values()) {
      line(
          "Kernels",
          "%s: %s on CPUs, %s on GPUs",
          precision,
          summary(capability.missingOnCpus(precision)),
          summary(capability.missingOnGpus(precision)));
    }
  }

  private static String summary(ImmutableList<String> missing) {
    return missing.isEmpty()
        ? "all"
        : missing.size()
            + " missing ("
            + missing.get(0)
            + (missing.size() > 1 ? ", ..." : "")
            + ")";
  }

  /** What the product allows is a bound; no network has reached it. */
  private static void speed(NetworkCost cost, Device device) throws IOException {
    for (Precision precision : Precision.values()) {
      MatrixProduct product = MatrixProduct.measure(device, precision);
      line(
          "Speed",
          "%s: %,.0f GFLOP/s in %s on %s: at most %,.0f images/s in training, %,.0f at test",
          precision,
          product.gigaflops(),
          product.describe(),
          device,
          product.gigaflops() * 1e9 / (2.0 * cost.trainingMultiplyAdds()),
          product.gigaflops() * 1e9 / (2.0 * cost.multiplyAdds()));
    }
  }

  private static void line(String name, String format, Object... values) {
    System.out.printf(Locale.ROOT, "%-13s " + format + "%n", prepend(name, values));
  }

  private static Object[] prepend(String name, Object[] values) {
    Object[] all = new Object[values.length + 1];
    all[0] = name;
    System.arraycopy(values, 0, all, 1, values.length);
    return all;
  }
}
