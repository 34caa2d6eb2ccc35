package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.alexnet.data.Dataset;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.watch.Watch;
import org.alexnet.train.watch.WatchPolicy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.io.FifoQueue;
import org.tensorflow.op.io.ReaderRead;
import org.tensorflow.op.io.TfRecordReader;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.SessionLog.SessionStatus;
import org.tensorflow.proto.Summary;
import org.tensorflow.types.TString;

/**
 * What is written of a run while it is trained, of one that was killed often and of one that was
 * not.
 */
class WatchTest {
  private static final Set<String> TIMES = Set.of("images_per_second", "seconds", "time");
  private static final Set<String> OF_SITTINGS = Set.of("started", "resumed", "checkpoint");

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static AlexNetSpec spec;
  private static Path unbroken;
  private static Path killed;
  private static TrainingResult result;
  private static Checkpoint last;
  private static final List<StepSummary> SUMMARIES = new ArrayList<>();

  private static TrainingRecipe recipe() {
    SetLearningRate biases =
        new SetLearningRate(ImmutableList.of(), SetLearningRate.Target.BIASES, 0.002);
    return TestData.recipe()
        .withSchedule(new MultiStep(ImmutableList.of(2), 0.1))
        .withEvents(
            Events.of(
                new Event(new AfterSteps(0), new SetAugmentation(true, false, 0.1)),
                new Event(new AfterSteps(6), biases)));
  }

  private static TrainingResult train(Path run, TrainingListener further) throws IOException {
    try (Watch watch = Watch.by(WatchPolicy.DEFAULT.withEverySteps(3))) {
      return Training.of(recipe())
          .withPlacement(TestData.ONE_CPU)
          .withCheckpoints(new CheckpointPolicy(4, 2))
          .withListener(watch.andThen(further))
          .run(spec, dataset, run);
    }
  }

  /** An end at which nothing is saved. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  private static TrainingListener dyingAfter(long last, boolean evaluation) {
    return new TrainingListener() {
      @Override
      public void stepped(StepSummary summary) {
        if (!evaluation && summary.step() == last) {
          throw new Death();
        }
      }

      @Override
      public void evaluated(EpochSummary epoch) {
        if (evaluation && epoch.step() == last) {
          throw new Death();
        }
      }
    };
  }

  @BeforeAll
  static void train() throws IOException {
    dataset = TestData.colors(shared);
    spec = TestData.shallow(dataset);
    unbroken = shared.resolve("unbroken");
    TrainingListener ear =
        new TrainingListener() {
          @Override
          public void stepped(StepSummary summary) {
            SUMMARIES.add(summary);
          }
        };
    result = train(unbroken, ear);
    last = result.checkpoint();
    killed = shared.resolve("killed");
    for (int step : new int[] {2, 4, 5, 7, 9, 10, 13, 14}) {
      TrainingListener afterStep = dyingAfter(step, false);
      assertThatThrownBy(() -> train(killed, afterStep)).isInstanceOf(Death.class);
      if (Set.of(5, 9, 14).contains(step)) { // ends of epochs
        TrainingListener afterEvaluation = dyingAfter(step, true);
        assertThatThrownBy(() -> train(killed, afterEvaluation)).isInstanceOf(Death.class);
      }
    }
    assertThat(train(killed, new TrainingListener() {}).checkpoint().fingerprint())
        .isEqualTo(last.fingerprint());
  }

  private static List<JsonObject> lines(Path run) throws IOException {
    return Files.readAllLines(run.resolve("steps.jsonl")).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  private static List<JsonObject> lines(Path run, String kind) throws IOException {
    return lines(run).stream().filter(line -> line.get("kind").getAsString().equals(kind)).toList();
  }

  /** The lines without times, and without those about sittings. */
  private static List<JsonObject> series(Path run) throws IOException {
    List<JsonObject> series = new ArrayList<>();
    for (JsonObject line : lines(run)) {
      if (!line.has("event") || !OF_SITTINGS.contains(line.get("event").getAsString())) {
        TIMES.forEach(line::remove);
        series.add(line);
      }
    }
    return series;
  }

  @Test
  void theLinesOfAKilledRunAreThoseOfTheUnbrokenOne() throws IOException {
    assertThat(series(unbroken)).hasSize(5 + 3 + 3);
    assertThat(series(killed)).isEqualTo(series(unbroken));
    assertThat(lines(killed).toString()).contains("\"event\":\"resumed\"");
  }

  /** Some stops are in a window of three steps, some at its end, some before the first step. */
  @Test
  void aRunThatIsStoppedAndResumedHasEachStepOnce() throws IOException {
    Path run = shared.resolve("stopped");
    for (int until : new int[] {2, 2, 3, 5, 10, 13, 99, 99}) {
      long[] step = {0};
      TrainingListener counter =
          new TrainingListener() {
            @Override
            public void opened(TrainingStart start) {
              step[0] = start.step();
            }

            @Override
            public void stepped(StepSummary summary) {
              step[0] = summary.step();
            }
          };
      try (Watch watch = Watch.by(WatchPolicy.DEFAULT.withEverySteps(3))) {
        Training.of(recipe())
            .withPlacement(TestData.ONE_CPU)
            .withListener(watch.andThen(counter))
            .withStop(() -> step[0] >= until)
            .run(spec, dataset, run);
      }
      List<JsonObject> steps = lines(run, "step");
      assertThat(steps.get(steps.size() - 1).get("step").getAsLong())
          .isEqualTo(Math.min(until, 14));
      assertThat(steps.get(steps.size() - 1).has("partial")).isEqualTo(until != 3);
      assertThat(steps.subList(0, steps.size() - 1)).noneMatch(line -> line.has("partial"));
    }

    assertThat(series(run)).isEqualTo(series(unbroken));
    assertThat(numbers(run, "train")).isEqualTo(numbers(unbroken, "train"));
  }

  @Test
  void aRunThatDivergesSaysWhereAndTheStepsBefore() throws IOException {
    Path run = shared.resolve("diverged");
    SetLearningRate explosion =
        new SetLearningRate(ImmutableList.of("fc6"), SetLearningRate.Target.WEIGHTS, 1e39);
    TrainingRecipe recipe =
        TestData.recipe().withEvents(Events.of(new Event(new AfterSteps(8), explosion)));

    try (Watch watch = Watch.by(WatchPolicy.DEFAULT.withEverySteps(3))) {
      assertThatThrownBy(
              () ->
                  Training.of(recipe)
                      .withPlacement(TestData.ONE_CPU)
                      .withListener(watch)
                      .run(spec, dataset, run))
          .isInstanceOfSatisfying(
              DivergedException.class, e -> assertThat(e.learningRate()).isEqualTo(1e39));
    }

    List<JsonObject> lines = lines(run);
    JsonObject partial = lines.get(lines.size() - 2);
    assertThat(partial.get("step").getAsLong()).isEqualTo(8);
    assertThat(partial.get("partial").getAsBoolean()).isTrue();
    assertThat(partial.get("update_ratios")).as("of variables that are broken").hasToString("{}");
    JsonObject diverged = lines.get(lines.size() - 1);
    diverged.remove("time");
    assertThat(diverged)
        .hasToString(
            "{\"kind\":\"event\",\"step\":9,\"event\":\"diverged\",\"text\":\"fc6/tower0/weights is"
                + " no longer finite, with learning rate 1.0E39\",\"tensor\":"
                + "\"fc6/tower0/weights\",\"learning_rate\":1.0E39}");
    Map<String, Map<Long, Float>> numbers = numbers(run, "train");
    assertThat(numbers.get("loss").get(8L)).isEqualTo((float) partial.get("loss").getAsDouble());
    assertThat(numbers.get("weight_norm/fc6").get(8L)).isNaN();

    // and the run that goes on from there has the lines of its own steps alone
    try (Watch watch = Watch.by(WatchPolicy.DEFAULT.withEverySteps(3))) {
      Training.of(TestData.recipe())
          .withPlacement(TestData.ONE_CPU)
          .withListener(watch)
          .amending()
          .run(spec, dataset, run);
    }
    assertThat(lines(run, "step"))
        .extracting(line -> line.get("step").getAsInt())
        .containsExactly(3, 6, 9, 12, 14);
    assertThat(lines(run).toString()).doesNotContain("diverged");
  }

  @Test
  void theNumbersOfALineAreTheMeansOfItsSteps() throws IOException {
    List<JsonObject> steps = lines(unbroken, "step");
    assertThat(steps)
        .extracting(line -> line.get("step").getAsInt())
        .containsExactly(3, 6, 9, 12, 14);
    assertThat(steps)
        .extracting(line -> line.has("partial"))
        .containsExactly(false, false, false, false, true);
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < 14; i++) {
      sum = 0.98 * sum + SUMMARIES.get(i).loss();
      weight = 0.98 * weight + 1;
      if (i % 3 == 2 || i == 13) {
        JsonObject line = steps.get(i / 3);
        List<StepSummary> window = SUMMARIES.subList(i / 3 * 3, i + 1);
        double loss = window.stream().mapToDouble(StepSummary::loss).average().orElseThrow();
        double error = window.stream().mapToDouble(StepSummary::error).average().orElseThrow();
        assertThat(line.get("epoch").getAsInt()).isEqualTo(SUMMARIES.get(i).epoch());
        assertThat(line.get("loss").getAsDouble()).isCloseTo(loss, within(1e-12 * Math.abs(loss)));
        assertThat(line.get("log_probability").getAsDouble())
            .isCloseTo(-loss, within(1e-12 * Math.abs(loss)));
        assertThat(line.get("training_error").getAsDouble()).isCloseTo(error, within(1e-12));
        assertThat(line.get("smoothed_loss").getAsDouble())
            .isCloseTo(sum / weight, within(1e-9 * sum / weight));
        assertThat(line.get("images_per_second").getAsDouble()).isPositive();
        assertThat(line.get("seconds").getAsDouble()).isPositive();
        assertThat(line.getAsJsonObject("update_ratios").keySet())
            .containsExactly("conv1", "fc6", "fc8");
        line.getAsJsonObject("update_ratios")
            .asMap()
            .values()
            .forEach(ratio -> assertThat(ratio.getAsDouble()).isBetween(1e-6, 10.0));
      }
    }
    assertThat(steps)
        .extracting(line -> line.get("learning_rate").getAsDouble())
        .containsExactly(0.01, 0.01, 0.01, 0.001, 0.001);
    assertThat(steps)
        .extracting(line -> line.has("learning_rates"))
        .containsExactly(false, false, true, true, true);
    assertThat(steps.get(2).getAsJsonObject("learning_rates").get("fc6/biases").getAsDouble())
        .isEqualTo(0.002);
  }

  @Test
  void everyEpochAndChangeHasALine() throws IOException {
    List<JsonObject> epochs = lines(unbroken, "epoch");
    for (int i = 0; i < 3; i++) {
      EpochSummary epoch = result.epochs().get(i);
      assertThat(epochs.get(i).get("step").getAsLong()).isEqualTo(epoch.step());
      assertThat(epochs.get(i).get("loss").getAsDouble()).isEqualTo(epoch.trainingLoss());
      assertThat(epochs.get(i).get("top1_error").getAsDouble())
          .isEqualTo(epoch.evaluation().top1Error());
      assertThat(epochs.get(i).get("top5_error").getAsDouble())
          .isEqualTo(epoch.evaluation().top5Error());
      assertThat(epochs.get(i).get("validation_images").getAsLong()).isEqualTo(12);
    }
    assertThat(lines(unbroken, "event"))
        .extracting(
            line ->
                line.get("step").getAsInt()
                    + " "
                    + line.get("event").getAsString()
                    + " "
                    + line.get("text").getAsString())
        .containsExactly(
            "0 started shallow for 3 epochs",
            "1 recipe from the beginning: " + new SetAugmentation(true, false, 0.1).describe(),
            "4 checkpoint step-00000004",
            "5 checkpoint step-00000005",
            "7 recipe after 6 steps: learning rate of all layers (biases) 0.002",
            "8 checkpoint step-00000008",
            "9 checkpoint step-00000009",
            "10 learning_rate 0.001 after 0.01",
            "12 checkpoint step-00000012",
            "14 checkpoint step-00000014");
  }

  /**
   * All events of a folder, file by file in the order of their names, as TensorBoard reads them.
   */
  private static List<org.tensorflow.proto.Event> events(Path folder) throws IOException {
    List<org.tensorflow.proto.Event> events = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      try (Graph graph = new Graph()) {
        Ops tf = Ops.create(graph);
        FifoQueue queue = tf.io.fifoQueue(List.of(TString.class));
        Op enqueue = tf.io.queueEnqueue(queue, List.of(tf.constant(file.toString())));
        Op closed = tf.io.queueClose(queue);
        TfRecordReader reader = tf.io.tfRecordReader();
        ReaderRead read = tf.io.readerRead(reader, queue);
        try (Session session = new Session(graph)) {
          session.run(enqueue);
          session.run(closed);
          while (true) {
            try (Result one = session.runner().fetch(read.value()).run()) {
              byte[] bytes = ((TString) one.get(0)).asBytes().getObject();
              events.add(org.tensorflow.proto.Event.parseFrom(bytes));
            }
          }
        } catch (TFOutOfRangeException end) {
          // the next file
        }
      }
    }
    return events;
  }

  /** The values of each tag by step, as they remain after what restarted runs have outdated. */
  private static Map<String, SortedMap<Long, List<Summary.Value>>> shown(Path folder)
      throws IOException {
    Map<String, SortedMap<Long, List<Summary.Value>>> shown = new TreeMap<>();
    boolean started = false;
    for (org.tensorflow.proto.Event event : events(folder)) {
      if (event.hasSessionLog() && event.getSessionLog().getStatus() == SessionStatus.START) {
        if (started) {
          shown.values().forEach(byStep -> byStep.tailMap(event.getStep()).clear());
        }
        started = true;
      }
      for (Summary.Value value : event.getSummary().getValueList()) {
        shown
            .computeIfAbsent(value.getTag(), tag -> new TreeMap<>())
            .computeIfAbsent(event.getStep(), step -> new ArrayList<>())
            .add(value);
      }
    }
    return shown;
  }

  private static Map<String, Map<Long, Float>> numbers(Path run, String of) throws IOException {
    Map<String, Map<Long, Float>> numbers = new TreeMap<>();
    shown(run.resolve("tensorboard").resolve(of))
        .forEach(
            (tag, byStep) -> {
              if (!tag.equals("images_per_second")) {
                byStep.forEach(
                    (step, values) -> {
                      assertThat(values).as("%s at step %s", tag, step).hasSize(1);
                      if (!values.get(0).hasImage()) {
                        numbers
                            .computeIfAbsent(tag, name -> new TreeMap<>())
                            .put(step, values.get(0).getSimpleValue());
                      }
                    });
              }
            });
    return numbers;
  }

  @Test
  void tensorBoardShowsWhatTheLinesSay() throws IOException {
    Map<String, Map<Long, Float>> numbers = numbers(unbroken, "train");
    assertThat(numbers.keySet())
        .containsExactlyInAnyOrder(
            "learning_rate",
            "log_probability",
            "loss",
            "smoothed_loss",
            "top1_error",
            "update_norm/conv1",
            "update_norm/fc6",
            "update_norm/fc8",
            "update_ratio/conv1",
            "update_ratio/fc6",
            "update_ratio/fc8",
            "weight_norm/conv1",
            "weight_norm/fc6",
            "weight_norm/fc8");
    for (JsonObject line : lines(unbroken, "step")) {
      long step = line.get("step").getAsLong();
      assertThat(numbers.get("loss").get(step)).isEqualTo(line.get("loss").getAsFloat());
      assertThat(numbers.get("smoothed_loss").get(step))
          .isEqualTo(line.get("smoothed_loss").getAsFloat());
      assertThat(numbers.get("top1_error").get(step))
          .isEqualTo(line.get("training_error").getAsFloat());
      assertThat(numbers.get("learning_rate").get(step))
          .isEqualTo(line.get("learning_rate").getAsFloat());
      assertThat(numbers.get("update_ratio/fc6").get(step))
          .isEqualTo(line.getAsJsonObject("update_ratios").get("fc6").getAsFloat());
    }
    Map<String, Map<Long, Float>> epochs = numbers(unbroken, "validation");
    assertThat(epochs.keySet())
        .containsExactly("log_probability", "loss", "top1_error", "top5_error");
    assertThat(epochs.get("top1_error").keySet()).containsExactly(5L, 9L, 14L);
    assertThat(epochs.get("top1_error").get(14L))
        .isEqualTo((float) result.epochs().get(2).evaluation().top1Error());
    for (EpochSummary epoch : result.epochs()) {
      assertThat(epochs.get("top5_error").get(epoch.step()))
          .isEqualTo((float) epoch.evaluation().top5Error());
      assertThat(epochs.get("loss").get(epoch.step()))
          .isEqualTo((float) -epoch.evaluation().logProbability());
    }
  }

  @Test
  void tensorBoardShowsNoStepOfAKilledRunTwice() throws IOException {
    assertThat(numbers(killed, "train")).isEqualTo(numbers(unbroken, "train"));
    assertThat(numbers(killed, "validation")).isEqualTo(numbers(unbroken, "validation"));
  }

  @Test
  void theFiltersOfTheFirstLayerAreAPicture() throws IOException {
    Map<String, SortedMap<Long, List<Summary.Value>>> shown =
        shown(unbroken.resolve("tensorboard/validation"));
    assertThat(shown.get("filters/conv1/image").keySet()).containsExactly(5L, 9L, 14L);
    Summary.Image written = shown.get("filters/conv1/image").get(14L).get(0).getImage();
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(written.getEncodedImageString().toByteArray()));
    assertThat(image.getWidth()).isEqualTo(3 * 12 + 1);
    assertThat(image.getHeight()).isEqualTo(2 * 12 + 1); // a row a tower

    float[] first = TrainingTest.variables(last).get("conv1/tower0/weights");
    float[] second = TrainingTest.variables(last).get("conv1/tower1/weights");
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    for (float[] values : List.of(first, second)) {
      for (float value : values) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 11; x++) {
        int red = image.getRGB(12 + 1 + x, 12 + 1 + y) >> 16 & 0xff; // filter 1 of tower 1
        float value = second[((y * 11 + x) * 3) * 3 + 1];
        assertThat(red).isEqualTo(Math.round(255 * (value - low) / (high - low)));
      }
    }
  }

  @Test
  void theGraphIsThereWithoutItsLargeConstants() throws IOException {
    List<GraphDef> graphs = new ArrayList<>();
    for (var event : events(killed.resolve("tensorboard/train"))) {
      if (!event.getGraphDef().isEmpty()) {
        graphs.add(GraphDef.parseFrom(event.getGraphDef()));
      }
    }
    assertThat(graphs).hasSize(1);
    assertThat(graphs.get(0).getNodeList())
        .extracting(node -> node.getName())
        .contains("train_op", "learning_rates");
    assertThat(graphs.get(0).getNodeList())
        .allMatch(
            node ->
                !node.containsAttr("value")
                    || node.getAttrOrThrow("value").getTensor().getTensorContent().size() <= 1024);
  }

  @Test
  void aWatchedRunHasTheBitsOfOneThatIsNot() throws IOException {
    TrainingResult alone =
        Training.of(recipe())
            .withPlacement(TestData.ONE_CPU)
            .run(spec, dataset, shared.resolve("alone"));

    assertThat(alone.checkpoint().fingerprint()).isEqualTo(last.fingerprint());
  }

  @Test
  void aRunThatStartsOverShowsNothingOfTheOldOne() throws IOException {
    Path run = shared.resolve("again");
    try (Watch watch = Watch.by(WatchPolicy.DEFAULT.withEverySteps(1))) {
      Training.of(recipe().withEpochs(1))
          .withPlacement(TestData.ONE_CPU)
          .withListener(watch)
          .run(spec, dataset, run);
    }
    try (Watch watch = Watch.by(WatchPolicy.DEFAULT)) {
      Training.of(recipe())
          .withPlacement(TestData.ONE_CPU)
          .withListener(watch)
          .withStop(() -> true)
          .startingOver()
          .run(spec, dataset, run);
    }

    assertThat(lines(run))
        .extracting(line -> line.get("event").getAsString())
        .containsExactly("started", "checkpoint");
    assertThat(shown(run.resolve("tensorboard/train"))).isEmpty();
    assertThat(shown(run.resolve("tensorboard/validation"))).isEmpty();
  }

  @Test
  void withoutTensorBoardThereAreLinesAlone() throws IOException {
    Path run = shared.resolve("without");
    try (Watch watch = Watch.by(WatchPolicy.DEFAULT.withTensorBoard(false))) {
      Training.of(recipe().withEpochs(1))
          .withPlacement(TestData.ONE_CPU)
          .withListener(watch)
          .run(spec, dataset, run);
    }

    assertThat(run.resolve("tensorboard")).doesNotExist();
    assertThat(lines(run, "epoch")).hasSize(1);
    assertThat(lines(run, "step"))
        .as("fewer than 20 steps")
        .extracting(line -> line.get("step") + " " + line.get("partial"))
        .containsExactly("5 true");
  }

  @Test
  void aLogThatCannotBeWrittenEndsTheRun() throws IOException {
    Path run = Files.createDirectories(shared.resolve("blocked"));
    Files.createDirectories(run.resolve("steps.jsonl"));

    assertThatThrownBy(() -> train(run, new TrainingListener() {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(run.resolve("steps.jsonl").toString());
  }

  @Test
  void refusesAnIntervalThatIsNone() {
    assertThatThrownBy(() -> WatchPolicy.DEFAULT.withEverySteps(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("everySteps must be positive, found 0");
  }
}
