import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The paper's AlexNet in DJL on PyTorch, measured as benchmark measures this library's. */
@Command(name = "djl-alexnet", mixinStandardHelpOptions = true)
public final class DjlAlexNet implements Callable<Integer> {
  private static final long PARAMETERS = 60_965_224;
  private static final int SIDE = 227;
  private static final int CLASSES = 1000;
  private static final int WARM_UP = 2;

  @Option(names = "--of", split = ",")
  private List<String> asked = List.of("training", "inference");

  @Option(names = "--batch-size")
  private int batchSize = 128;

  @Option(names = "--steps")
  private int steps = 20;

  @Option(names = "--json", description = "Where the result is written (default: printed).")
  private Path json;

  @Option(names = "--without-normalization")
  private boolean withoutNormalization;

  private DjlAlexNet() {}

  /** Measures, and writes or prints the result as JSON. */
  public static void main(String[] args) {
    System.setProperty("ai.djl.offline", "true"); // natives from the class path, nothing else
    System.setProperty("OPT_OUT_TRACKING", "true");
    int code = new CommandLine(new DjlAlexNet()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Map<String, Object>> results = new ArrayList<>();
    for (String what : asked) {
      List<Double> seconds =
          switch (what) {
            case "training" -> training();
            case "inference" -> inference();
            default ->
                throw new IllegalArgumentException(
                    "--of must be training or inference, found " + what);
          };
      double all = seconds.stream().mapToDouble(second -> second).sum();
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("what", what);
      result.put("batch_size", batchSize);
      result.put("runs", seconds.size());
      result.put("images_per_second", batchSize * seconds.size() / all);
      result.put("median_seconds", median(seconds));
      results.add(result);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    Engine engine = Engine.getEngine("PyTorch");
    document.put("version", "DJL " + Engine.getDjlVersion() + " on PyTorch " + engine.getVersion());
    document.put("precision", "float32");
    document.put("results", results);
    String text = new GsonBuilder().setPrettyPrinting().create().toJson(document) + "\n";
    if (json == null) {
      System.out.print(text);
    } else {
      Files.writeString(json, text);
    }
    return 0;
  }

  private List<Double> training() {
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
            .optDevices(new Device[] {Device.cpu()})
            .optInitializer(new NormalInitializer(0.01f), Parameter.Type.WEIGHT)
            .optOptimizer(
                Optimizer.sgd()
                    .setLearningRateTracker(Tracker.fixed(1e-6f))
                    .optMomentum(0.9f)
                    .optWeightDecays(0.0005f)
                    .build());
    try (Model model = model();
        Trainer trainer = model.newTrainer(config)) {
      trainer.initialize(shape());
      requireParameters(model.getBlock());
      NDArray images = images(trainer.getManager());
      NDArray labels =
          trainer.getManager().randomInteger(0, CLASSES, new Shape(batchSize), DataType.INT64);
      return timed(
          () -> {
            try (NDManager step = trainer.getManager().newSubManager()) {
              NDList data = new NDList(images);
              NDList truth = new NDList(labels);
              data.tempAttach(step);
              truth.tempAttach(step);
              try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray loss = trainer.getLoss().evaluate(truth, trainer.forward(data, truth));
                collector.backward(loss);
                loss.getFloat();
              }
              trainer.step();
            }
          });
    }
  }

  private List<Double> inference() {
    try (Model model = model()) {
      NDManager manager = model.getNDManager();
      Block block = model.getBlock();
      block.setInitializer(new NormalInitializer(0.01f), Parameter.Type.WEIGHT);
      block.initialize(manager, DataType.FLOAT32, shape());
      requireParameters(block);
      ParameterStore parameters = new ParameterStore(manager, false);
      NDArray images = images(manager);
      return timed(
          () -> {
            try (NDManager step = manager.newSubManager()) {
              NDList data = new NDList(images);
              data.tempAttach(step);
              block.forward(parameters, data, false).singletonOrThrow().softmax(1).toFloatArray();
            }
          });
    }
  }

  private Model model() {
    Model model = Model.newInstance("alexnet", Device.cpu(), "PyTorch");
    model.setBlock(network(!withoutNormalization));
    return model;
  }

  private Shape shape() {
    return new Shape(batchSize, 3, SIDE, SIDE);
  }

  private NDArray images(NDManager manager) {
    return manager.randomNormal(0, 60, shape(), DataType.FLOAT32);
  }

  /** Two towers as groups of one convolution. */
  private static Block network(boolean normalized) {
    SequentialBlock network = new SequentialBlock();
    convolve(network, 96, 11, 4, 0, 1);
    normalizeAndPool(network, normalized);
    convolve(network, 256, 5, 1, 2, 2);
    normalizeAndPool(network, normalized);
    convolve(network, 384, 3, 1, 1, 1);
    convolve(network, 384, 3, 1, 1, 2);
    convolve(network, 256, 3, 1, 1, 2);
    normalizeAndPool(network, false);
    network.add(Blocks.batchFlattenBlock());
    for (int i = 0; i < 2; i++) {
      network
          .add(Linear.builder().setUnits(4096).build())
          .add(Activation.reluBlock())
          .add(Dropout.builder().optRate(0.5f).build());
    }
    return network.add(Linear.builder().setUnits(CLASSES).build());
  }

  private static void convolve(
      SequentialBlock network, int filters, int size, int stride, int padding, int groups) {
    network
        .add(
            Conv2d.builder()
                .setKernelShape(new Shape(size, size))
                .setFilters(filters)
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(padding, padding))
                .optGroups(groups)
                .build())
        .add(Activation.reluBlock());
  }

  private static void normalizeAndPool(SequentialBlock network, boolean normalized) {
    if (normalized) {
      network.add(LambdaBlock.singleton(DjlAlexNet::normalize));
    }
    network.add(Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2)));
  }

  /**
   * Response normalization over five channels of one tower (paper, section 3.3). DJL has none, so
   * it is made of an average over channels, as PyTorch makes its own; 5 alpha undoes the average.
   */
  private static NDArray normalize(NDArray x) {
    Shape shape = x.getShape();
    NDArray towers = x.reshape(shape.get(0) * 2, 1, shape.get(1) / 2, shape.get(2), shape.get(3));
    NDArray means =
        Pool.avgPool3d(
            towers.square(),
            new Shape(5, 1, 1),
            new Shape(1, 1, 1),
            new Shape(2, 0, 0),
            false,
            true);
    return towers.div(means.mul(5 * 1e-4f).add(2).pow(0.75f)).reshape(shape);
  }

  private static void requireParameters(Block block) {
    long found =
        block.getParameters().values().stream()
            .mapToLong(parameter -> parameter.getArray().size())
            .sum();
    if (found != PARAMETERS) {
      throw new IllegalStateException(
          "the network must have " + PARAMETERS + " parameters, found " + found);
    }
  }

  private List<Double> timed(Runnable run) {
    for (int i = 0; i < WARM_UP; i++) {
      run.run();
    }
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      long begin = System.nanoTime();
      run.run();
      seconds.add((System.nanoTime() - begin) / 1e9);
    }
    return seconds;
  }

  private static double median(List<Double> seconds) {
    List<Double> sorted = new ArrayList<>(seconds);
    Collections.sort(sorted);
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
