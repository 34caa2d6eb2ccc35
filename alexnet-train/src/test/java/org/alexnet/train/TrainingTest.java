package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.alexnet.data.Dataset;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.Restore;
import org.tensorflow.types.TFloat32;

class TrainingTest {
  /** The learning rate drops after each epoch. */
  private static final TrainingRecipe DROPPING =
      TestData.recipe().withSchedule(new MultiStep(ImmutableList.of(1, 2), 0.1));

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static AlexNetSpec spec;
  private static TrainingResult unbroken;

  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    dataset = TestData.colors(shared);
    spec = TestData.narrow(dataset);
    unbroken =
        training(DROPPING).run(TestData.shallow(dataset), dataset, shared.resolve("unbroken"));
  }

  private static Training training(TrainingRecipe recipe) {
    return Training.of(recipe).withPlacement(TestData.ONE_CPU);
  }

  /** Every float variable of a checkpoint, by name, read with none of our code. */
  static Map<String, float[]> variables(Checkpoint checkpoint) {
    List<String> names = new ArrayList<>();
    ParameterTable.of(checkpoint.spec())
        .parameters()
        .forEach(
            parameter -> {
              names.add(parameter.name());
              names.add(parameter.name() + "/velocity");
            });
    Map<String, float[]> values = new TreeMap<>();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Restore restore =
          tf.train.restore(
              tf.constant(checkpoint.directory().resolve("tensors").toString()),
              tf.constant(StdArrays.ndCopyOf(names.toArray(String[]::new))),
              tf.constant(StdArrays.ndCopyOf(names.stream().map(n -> "").toArray(String[]::new))),
              names.stream()
                  .<Class<? extends org.tensorflow.types.family.TType>>map(n -> TFloat32.class)
                  .toList());
      try (Session session = new Session(graph)) {
        Session.Runner runner = session.runner();
        restore.tensors().forEach(runner::fetch);
        try (Result result = runner.run()) {
          for (int i = 0; i < names.size(); i++) {
            TFloat32 tensor = (TFloat32) result.get(i);
            float[] copy = new float[(int) tensor.size()];
            tensor.asRawTensor().data().asFloats().read(copy);
            values.put(names.get(i), copy);
          }
        }
      }
    }
    return values;
  }

  private static void assertSameBits(Checkpoint found, Checkpoint expected) {
    assertSameBits(found, expected, 60);
  }

  static void assertSameBits(Checkpoint found, Checkpoint expected, int variables) {
    Map<String, float[]> a = variables(found);
    Map<String, float[]> b = variables(expected);
    assertThat(a.keySet()).isEqualTo(b.keySet()).hasSize(variables);
    a.forEach(
        (name, values) ->
            assertThat(Arrays.equals(values, b.get(name)))
                .as("%s is bit-identical", name)
                .isTrue());
    assertThat(found.step()).isEqualTo(expected.step());
  }

  @Test
  void learnsWhatAChildWouldSee() throws IOException {
    TrainingResult result =
        training(TestData.recipe().withEpochs(12)).run(spec, dataset, folder.resolve("run"));

    assertThat(result.isFinished()).isTrue();
    List<EpochSummary> epochs = result.epochs();
    assertThat(epochs).hasSize(12);
    assertThat(epochs.get(11).trainingLoss()).isLessThan(0.5 * epochs.get(0).trainingLoss());
    assertThat(epochs.get(11).evaluation().top1Error()).isLessThan(0.1);
    assertThat(result.tenCrops().orElseThrow().imageCount()).isEqualTo(12);
  }

  @Test
  void twoRunsWithOneSeedAreBitIdentical() throws IOException {
    TrainingResult first = training(TestData.recipe()).run(spec, dataset, folder.resolve("first"));
    TrainingResult second =
        training(TestData.recipe()).run(spec, dataset, folder.resolve("second"));
    TrainingResult other =
        training(TestData.recipe().withSeed(6)).run(spec, dataset, folder.resolve("other"));

    assertSameBits(second.checkpoint(), first.checkpoint());
    assertThat(second.epochs()).isEqualTo(first.epochs());
    assertThat(variables(other.checkpoint()).get("fc8/tower0/biases"))
        .isNotEqualTo(variables(first.checkpoint()).get("fc8/tower0/biases"));
  }

  @Test
  void startingOverDeletesTheEarlierRunAndNothingElse() throws IOException {
    Path run = folder.resolve("run");
    TrainingRecipe recipe = TestData.recipe().withEpochs(1);
    training(recipe).run(spec, dataset, run);
    Files.writeString(run.resolve("notes.txt"), "mine");

    TrainingResult again =
        training(recipe.withSeed(6)).withStop(() -> true).startingOver().run(spec, dataset, run);

    assertThat(again.checkpoint().step()).isZero();
    assertThat(again.epochs()).isEmpty();
    assertThat(Files.readAllLines(run.resolve("metrics.csv"))).hasSize(1);
    assertThat(run.resolve("run.json")).content().contains("\"seed\": \"6\"");
    assertThat(run.resolve("checkpoints")).isDirectoryNotContaining("glob:**47");
    assertThat(run.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void beginsWithWhatFitsOfAnotherNetwork() throws IOException {
    Checkpoint trained =
        training(TestData.recipe().withEpochs(1))
            .run(spec, dataset, folder.resolve("trained"))
            .checkpoint();
    AlexNetSpec six = spec.withSixthConvolution();
    Training further = training(TestData.recipe()).initializedFrom(trained);

    Checkpoint begun =
        further.withStop(() -> true).run(six, dataset, folder.resolve("six")).checkpoint();
    Map<String, float[]> theirs = variables(trained);
    Map<String, float[]> ours = variables(begun);
    Checkpoint goneOn = further.run(six, dataset, folder.resolve("six")).checkpoint();

    assertThat(begun.step()).isZero();
    assertThat(ours.get("conv3/tower1/weights")).isEqualTo(theirs.get("conv3/tower1/weights"));
    assertThat(ours.get("fc8/tower0/biases")).isEqualTo(theirs.get("fc8/tower0/biases"));
    assertThat(ours.get("conv3/tower1/weights/velocity")).containsOnly(0);
    assertThat(ours).containsKey("conv6/tower0/weights");
    assertThat(begun.manifest().getStart().getCheckpointSha256()).isEqualTo(trained.fingerprint());
    assertThat(begun.manifest().getStart().getStep()).isEqualTo(trained.step()).isPositive();
    assertThat(goneOn.manifest().getStart()).isEqualTo(begun.manifest().getStart());
    assertThatThrownBy(
            () ->
                training(TestData.recipe())
                    .initializedFrom(goneOn)
                    .run(six, dataset, folder.resolve("six")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            goneOn.directory()
                + " is of a run that did not begin with "
                + goneOn.directory()
                + "; resume without naming it, or start over");
  }

  /**
   * Each of five runs is stopped at every fifth step, so that every step is stopped at once; epochs
   * have five and four steps, so that every resumed run goes on beyond the end of one.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aRunStoppedAtAnyStepAndResumedIsTheUnbrokenRun(int firstStop) throws IOException {
    AlexNetSpec shallow = TestData.shallow(dataset);
    Path run = folder.resolve("stopped");
    for (int stopAt = firstStop; stopAt <= 14; stopAt += 5) {
      TrainingResult stopped = runUntil(stopAt, DROPPING, shallow, run);
      assertThat(stopped.isFinished()).isFalse();
      assertThat(stopped.checkpoint().step()).isEqualTo(stopAt);
    }

    TrainingResult resumed = training(DROPPING).run(shallow, dataset, run);

    assertThat(unbroken.checkpoint().step()).isEqualTo(14);
    assertSameBits(resumed.checkpoint(), unbroken.checkpoint(), 20);
    assertThat(resumed.epochs()).isEqualTo(unbroken.epochs());
    assertThat(run.resolve("metrics.csv"))
        .hasSameTextualContentAs(shared.resolve("unbroken/metrics.csv"));
  }

  @Test
  void aStoppedRunOfTheWholeNetworkIsTheUnbrokenRunToo() throws IOException {
    TrainingResult whole = training(TestData.recipe()).run(spec, dataset, folder.resolve("run"));
    Path run = folder.resolve("stopped");
    runUntil(7, TestData.recipe(), spec, run);

    TrainingResult resumed = training(TestData.recipe()).run(spec, dataset, run);

    assertSameBits(resumed.checkpoint(), whole.checkpoint());
    assertThat(resumed.epochs()).isEqualTo(whole.epochs());
  }

  private TrainingResult runUntil(long stopAt, TrainingRecipe recipe, AlexNetSpec network, Path run)
      throws IOException {
    long[] done = {0};
    TrainingListener counter =
        new TrainingListener() {
          @Override
          public void stepped(StepSummary summary) {
            done[0] = summary.step();
          }
        };
    return training(recipe)
        .withListener(counter)
        .withStop(() -> done[0] >= stopAt)
        .run(network, dataset, run);
  }

  @Test
  void aFinishedRunIsNotTrainedAgainAndMoreEpochsGoOn() throws IOException {
    Path run = folder.resolve("run");
    TrainingResult three = training(TestData.recipe()).run(spec, dataset, run);
    List<Long> steps = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepped(StepSummary summary) {
            steps.add(summary.step());
          }
        };

    TrainingResult again =
        training(TestData.recipe()).withListener(listener).run(spec, dataset, run);
    assertThat(steps).isEmpty();
    assertThat(again.epochs()).isEqualTo(three.epochs());
    assertThat(again.tenCrops()).isEqualTo(three.tenCrops());

    TrainingResult four =
        training(TestData.recipe().withEpochs(4)).withListener(listener).run(spec, dataset, run);
    assertThat(steps).containsExactly(15L, 16L, 17L, 18L);
    assertThat(four.epochs()).hasSize(4);
  }

  @Test
  void theRateDropsWhenTheScheduleSaysSo() throws IOException {
    TrainingRecipe recipe = TestData.recipe().withSchedule(new MultiStep(ImmutableList.of(2), 0.1));

    TrainingResult result = training(recipe).run(spec, dataset, folder.resolve("run"));

    assertThat(result.epochs())
        .extracting(EpochSummary::learningRate)
        .containsExactly(0.01, 0.01, 0.001);
  }

  @Test
  void twoTowersOnTwoDevicesTrainAsOnOne() throws IOException {
    TrainingResult one = training(TestData.recipe()).run(spec, dataset, folder.resolve("one"));

    TrainingResult two =
        training(TestData.recipe())
            .withPlacement(Placement.of("/CPU:0", "/CPU:1"))
            .run(spec, dataset, folder.resolve("two"));

    assertSameBits(two.checkpoint(), one.checkpoint());
  }

  @Test
  void keepsTheLatestCheckpointsAndDescribesTheRun() throws IOException {
    Path run = folder.resolve("run");
    List<Long> saved = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void saved(Checkpoint checkpoint) {
            saved.add(checkpoint.step());
          }
        };

    training(TestData.recipe())
        .withListener(listener)
        .withCheckpoints(new CheckpointPolicy(4, 3))
        .run(spec, dataset, run);

    assertThat(saved).containsExactly(4L, 5L, 8L, 9L, 12L, 14L);
    assertThat(Checkpoints.of(run).all())
        .extracting(Checkpoint::step)
        .containsExactly(9L, 12L, 14L);
    Checkpoint latest = Checkpoint.open(run);
    latest.verify();
    assertThat(latest.spec()).isEqualTo(spec);
    assertThat(latest.recipe()).isEqualTo(TestData.recipe());
    assertThat(latest.labels().labels()).containsExactly("blue", "green", "red");
    assertThat(run.resolve("run.json")).content().contains("\"name\": \"paper");
    assertThat(Files.readAllLines(run.resolve("metrics.csv")))
        .hasSize(4)
        .first()
        .isEqualTo(
            "epoch,step,learning_rate,training_loss,training_error,validation_images,top1_error,"
                + "top5_error,log_probability");
  }

  @Test
  void theEvaluationsOfARunAreThoseOfItsCheckpoint() throws IOException {
    TrainingResult result = training(TestData.recipe()).run(spec, dataset, folder.resolve("run"));

    try (Evaluator one =
            new Evaluator(
                new PlacedNetwork(spec, TestData.ONE_CPU),
                dataset,
                Split.VALIDATION,
                Crops.CENTER);
        Evaluator ten =
            new Evaluator(
                new PlacedNetwork(spec, TestData.ONE_CPU), dataset, Split.VALIDATION, Crops.TEN)) {
      assertThat(one.evaluate(result.checkpoint())).isEqualTo(result.epochs().get(2).evaluation());
      assertThat(ten.evaluate(result.checkpoint())).isEqualTo(result.tenCrops().orElseThrow());
    }
  }

  @Test
  void whatSubtractsTheCenterOfTheMeanInTrainingDoesSoAtTest() throws IOException {
    TrainingRecipe recipe =
        TestData.recipe()
            .withAugmentation(TestData.recipe().augmentation().withMean(MeanPlace.CENTER));
    TrainingResult result = training(recipe).run(spec, dataset, folder.resolve("run"));
    PlacedNetwork network = new PlacedNetwork(spec, TestData.ONE_CPU);

    try (Evaluator center =
            new Evaluator(network, dataset, Split.VALIDATION, Crops.TEN, MeanPlace.CENTER);
        Evaluator crop = new Evaluator(network, dataset, Split.VALIDATION, Crops.TEN)) {
      assertThat(center.evaluate(result.checkpoint())).isEqualTo(result.tenCrops().orElseThrow());
      assertThatThrownBy(() -> crop.evaluate(result.checkpoint()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              result.checkpoint().directory()
                  + " was trained with the mean at center, but would be evaluated with that at crop");
    }
  }

  @Test
  void aLossThatIsNoNumberEndsTheRunAndKeepsTheCheckpoint() throws IOException {
    TrainingRecipe wild = TestData.recipe().withLearningRate(1e30);
    Path run = folder.resolve("run");

    assertThatThrownBy(() -> training(wild).run(spec, dataset, run))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "the loss became (NaN|Infinity|-Infinity), and after that step \\w+/tower\\d/\\w+ is not"
                + " finite, at step \\d+ with learning rate 1.0E30; a lower one helps: start over");
  }

  @Test
  void refusesACheckpointOfAnotherNetworkDataSetOrRecipe() throws IOException {
    Path run = folder.resolve("run");
    Path checkpoint = training(TestData.recipe()).run(spec, dataset, run).checkpoint().directory();

    AlexNetSpec wider =
        Preset.PAPER.spec().withWidthDividedBy(8).withImageSize(67).withClassCount(3).withSeed(3);
    assertThatThrownBy(() -> training(TestData.recipe()).run(wider, dataset, run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(checkpoint + " is a checkpoint of another network: ");

    TrainingRecipe faster = TestData.recipe().withLearningRate(0.02);
    assertThatThrownBy(() -> training(faster).run(spec, dataset, run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(checkpoint + " was trained with another recipe: ");

    assertThatThrownBy(() -> training(TestData.recipe().withEpochs(2)).run(spec, dataset, run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(checkpoint + " has made 14 steps already; epochs = 2 allows 9");

    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Dataset other =
        org.alexnet.data.Preparation.of(
                org.alexnet.data.source.ClassFolders.in(shared.resolve("images")))
            .withImageSize(70)
            .withSeed(9)
            .write(elsewhere.resolve("colors"));
    assertThatThrownBy(() -> training(TestData.recipe()).run(spec, other, run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            checkpoint
                + " was trained on another data set than "
                + other.directory()
                + ": fingerprints "
                + dataset.fingerprint().substring(0, 12)
                + " and "
                + other.fingerprint().substring(0, 12));
  }

  @Test
  void refusesANetworkWithAnotherNumberOfClasses() {
    assertThatThrownBy(
            () ->
                training(TestData.recipe())
                    .run(spec.withClassCount(4), dataset, folder.resolve("run")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the network has 4 classes, but " + dataset.directory() + " has 3");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void refusesADamagedCheckpoint() throws IOException {
    Path run = folder.resolve("run");
    Path checkpoint = training(TestData.recipe()).run(spec, dataset, run).checkpoint().directory();
    Path tensors = checkpoint.resolve("tensors.data-00000-of-00002");
    byte[] bytes = Files.readAllBytes(tensors);
    byte[] flipped = bytes.clone();
    flipped[bytes.length / 2] ^= 1;

    Files.write(tensors, flipped);
    assertThatThrownBy(() -> Checkpoint.open(run).verify())
        .hasMessageMatching("\\Q" + tensors + "\\E is damaged: it has SHA-256 \\w+, but .*");
    assertThatThrownBy(() -> training(TestData.recipe().withEpochs(4)).run(spec, dataset, run))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "\\Q"
                + tensors
                + "\\E is damaged: it has SHA-256 \\w+, but the manifest of the checkpoint says \\w+");

    Files.write(tensors, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> Checkpoint.open(run))
        .hasMessage(
            tensors
                + " has "
                + (bytes.length - 1)
                + " bytes, but the manifest of the checkpoint says "
                + bytes.length);

    Files.delete(tensors);
    assertThatThrownBy(() -> Checkpoint.open(run))
        .hasMessage(tensors + " is missing from the checkpoint");
  }

  @Test
  void aDamagedRecordEndsTheRunWithItsFileAndPlace() throws IOException {
    Path images = Files.createDirectory(folder.resolve("copy"));
    Dataset copy = TestData.colors(images);
    Path shard = copy.shards(Split.TRAIN).get(0);
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shard, bytes);

    assertThatThrownBy(() -> training(TestData.recipe()).run(spec, copy, folder.resolve("run")))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "\\Q"
                + shard
                + "\\E is damaged: it has SHA-256 \\w+, but the manifest of the data set says \\w+");
  }

  @Test
  void refusesAFolderWithoutACheckpoint() {
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .hasMessage(folder + " holds neither checkpoint.json nor a run's checkpoints");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Checkpoint.open(missing))
        .hasMessage(missing + " is not a folder with a checkpoint");
  }
}
