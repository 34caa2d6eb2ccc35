package org.alexnet.train.experiment;

import java.io.IOException;
import java.util.Locale;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.graph.benchmark.MatrixProduct;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.report.NetworkCost;
import org.alexnet.graph.report.TrainingMemory;
import org.alexnet.graph.spec.AlexNetSpec;

/**
 * What an experiment would take of this machine: at least the time of all of its operations, should
 * none of its trainings end early, at the speed of a product of matrices, and the memory of the
 * largest network.
 *
 * @param networks how many are trained
 * @param images how many pass through them, each as often as it does
 * @param operations floating-point operations of all steps; two for each multiply-add
 * @param gigaflops what the machine does, in billions a second
 * @param bytes memory of the largest
 */
public record ExperimentEstimate(
    int networks, double images, double operations, double gigaflops, long bytes) {

  /**
   * Returns the estimate; the product is measured.
   *
   * @param seeds how often each network is trained
   * @throws IOException if a data set cannot be read
   */
  public static ExperimentEstimate of(
      Experiment experiment, Scale scale, int seeds, ExperimentImages source) throws IOException {
    int networks = 0;
    double images = 0;
    double operations = 0;
    long bytes = 0;
    double gigaflops = 0;
    for (Arm arm : experiment.arms(scale)) {
      int trained = (seeds + arm.learningRates().size()) * arm.networks();
      for (Setup setup : arm.setups()) {
        Role role = setup.equals(arm.setup()) ? arm.role() : Role.MORE_CLASSES;
        Dataset dataset = source.dataset(role);
        AlexNetSpec spec = setup.spec().withClassCount(dataset.classCount());
        PlacedNetwork network =
            PlacedNetwork.detect(spec).withPrecision(setup.recipe().precision());
        if (gigaflops == 0) {
          gigaflops =
              MatrixProduct.measure(network.placement().towers().get(0), setup.recipe().precision())
                  .gigaflops();
        }
        double passes =
            (double) trained * setup.recipe().epochs() * dataset.imageCount(Split.TRAIN);
        networks += trained;
        images += passes;
        operations += passes * 2.0 * NetworkCost.of(spec).trainingMultiplyAdds();
        bytes = Math.max(bytes, TrainingMemory.of(network, setup.recipe().batchSize()).bytes());
      }
    }
    return new ExperimentEstimate(networks, images, operations, gigaflops, bytes);
  }

  /** Returns the time, in hours. */
  public double hours() {
    return operations / gigaflops / 1e9 / 3600;
  }

  private String time() {
    if (hours() < 2) {
      return String.format(Locale.ROOT, "%.1f minutes", hours() * 60);
    }
    return hours() < 48
        ? String.format(Locale.ROOT, "%.1f hours", hours())
        : String.format(Locale.ROOT, "%,.0f days", hours() / 24);
  }

  /** Returns it in words. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%d networks, %,.0f images in all, %.3g operations: at least %s at the %,.0f"
            + " GFLOP/s of one device here, and %.1f GiB of memory",
        networks,
        images,
        operations,
        time(),
        gigaflops,
        bytes / (double) (1L << 30));
  }
}
