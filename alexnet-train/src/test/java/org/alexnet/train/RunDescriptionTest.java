package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alexnet.common.LibraryVersion;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.Processor;
import org.alexnet.common.RecordCodec;
import org.alexnet.data.Dataset;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.graph.optimizer.ReduceOnPlateau;
import org.alexnet.graph.spec.Activation;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.SpecCodec;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.internal.JavaCommand;
import org.alexnet.train.proto.CheckpointManifest;
import org.alexnet.train.proto.RunManifest;
import org.alexnet.train.proto.SittingProto;
import org.alexnet.train.proto.StartProto;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.TensorFlow;

/** What a run and its checkpoints say of where they come from and how they were made. */
class RunDescriptionTest {
  /** All 36 images in one step. */
  private static final TrainingRecipe ONE_STEP = TestData.recipe().withBatchSize(36).withEpochs(1);

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static AlexNetSpec spec;
  private static Checkpoint start;

  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    dataset = TestData.colors(shared);
    spec = TestData.narrow(dataset);
    start = training(ONE_STEP).run(spec, dataset, shared.resolve("start")).checkpoint();
  }

  private static Training training(TrainingRecipe recipe) {
    return Training.of(recipe).withPlacement(TestData.ONE_CPU);
  }

  private static RunManifest described(Path run) throws IOException {
    RunManifest.Builder manifest = RunManifest.newBuilder();
    JsonFormat.parser().merge(Files.readString(run.resolve("run.json")), manifest);
    return manifest.build();
  }

  @Test
  void aRunAndItsCheckpointsSayTheSameOfAllThatMadeThem() throws IOException {
    AlexNetSpec tanh = spec.withActivation(Activation.Kind.TANH);
    Path run = folder.resolve("run");

    CheckpointManifest saved =
        training(ONE_STEP).initializedFrom(start).run(tanh, dataset, run).checkpoint().manifest();

    RunManifest described = described(run);
    assertThat(described.getNetwork()).isEqualTo(SpecCodec.toProto(tanh));
    assertThat(described.getRecipe()).isEqualTo(RecordCodec.encode(ONE_STEP, TrainingRecipe.class));
    assertThat(described.getDataset().getFingerprint()).isEqualTo(dataset.fingerprint());
    assertThat(described.getDataset().getImageSize()).isEqualTo(70);
    assertThat(described.getDataset().getLabelsList()).containsExactly("blue", "green", "red");
    assertThat(described.getDataset().getLabelsSha256()).isEqualTo(dataset.labels().sha256());
    assertThat(described.getStart())
        .isEqualTo(
            StartProto.newBuilder()
                .setCheckpointSha256(start.fingerprint())
                .setNetwork(SpecCodec.toProto(spec))
                .setStep(1)
                .build());
    assertThat(ProvenanceCodec.fromProto(described.getProvenance()))
        .isEqualTo(
            new RunProvenance(
                LibraryVersion.get(),
                TensorFlow.version(),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                ImmutableList.of("/CPU:0", "/CPU:0"),
                Processor.model(),
                Optional.empty(),
                Optional.of(LoopCompilation.isFor(Placement.of("/CPU:0"))),
                ImmutableList.of()));
    assertThat(described.getCommandLine()).isEqualTo(JavaCommand.text());
    assertThat(saved.getNetwork()).isEqualTo(described.getNetwork());
    assertThat(saved.getRecipe()).isEqualTo(described.getRecipe());
    assertThat(saved.getDataset()).isEqualTo(described.getDataset());
    assertThat(saved.getProvenance()).isEqualTo(described.getProvenance());
    assertThat(saved.getStart()).isEqualTo(described.getStart());
  }

  @Test
  void aRunThatGoesOnIsDescribedAnew() throws IOException {
    Path run = folder.resolve("run");
    training(ONE_STEP).run(spec, dataset, run);
    assertThat(described(run).getRecipe())
        .isEqualTo(RecordCodec.encode(ONE_STEP, TrainingRecipe.class));
    assertThat(described(run).hasStart()).isFalse();

    TrainingResult goneOn =
        training(ONE_STEP.withEpochs(2))
            .withPlacement(Placement.of("/CPU:0", "/CPU:1"))
            .run(spec, dataset, run);

    assertThat(described(run).getRecipe())
        .isEqualTo(RecordCodec.encode(ONE_STEP.withEpochs(2), TrainingRecipe.class));
    assertThat(described(run).getProvenance().getTowerDevicesList())
        .containsExactly("/CPU:0", "/CPU:1");
    assertThat(described(run).getFirstStep()).isEqualTo(1);
    assertThat(described(run).getEarlierSittingsList()).hasSize(1);
    SittingProto first = described(run).getEarlierSittings(0);
    assertThat(first.getFirstStep()).isZero();
    assertThat(first.getProvenance().getTowerDevicesList()).containsExactly("/CPU:0", "/CPU:0");
    assertThat(first.getCommandLine()).isEqualTo(JavaCommand.text());
    assertThat(goneOn.checkpoint().recipe()).isEqualTo(ONE_STEP.withEpochs(2));
    assertThat(goneOn.checkpoint().manifest().getEpochsList()).hasSize(2);
  }

  @Test
  void aRunIsResumedByThePlanThatItWasMadeBy() throws IOException {
    // given
    Path run = folder.resolve("run");
    List<String> warnings = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void warned(String warning) {
            warnings.add(warning);
          }
        };
    Training planned =
        training(ONE_STEP)
            .withPlacement(TestData.ONE_CPU.withThreads(new ThreadPlan(1, 3)))
            .withListener(listener);
    assertThat(planned.run(spec, dataset, run).checkpoint().threads())
        .contains(new ThreadPlan(1, 3));

    // when
    Training same = training(ONE_STEP.withEpochs(2)).withListener(listener);
    Checkpoint resumed = same.run(spec, dataset, run).checkpoint();

    // then
    assertThat(resumed.threads()).contains(new ThreadPlan(1, 3));
    assertThat(described(run).getProvenance().getThreads().getOperations()).isEqualTo(1);
    assertThat(described(run).getProvenance().getThreads().getThreadsEach()).isEqualTo(3);
    assertThat(warnings).isEmpty();

    // when
    Training other =
        training(ONE_STEP.withEpochs(3))
            .withPlacement(TestData.ONE_CPU.withThreads(new ThreadPlan(2, 1)))
            .withListener(listener);
    Checkpoint last = other.run(spec, dataset, run).checkpoint();

    // then
    assertThat(last.threads()).contains(new ThreadPlan(2, 1));
    assertThat(warnings)
        .containsExactly(
            "warning: the weights will not be bit for bit those of an unbroken run: threads 1"
                + " operation at once with 3 threads each before, 2 operations at once with 1"
                + " thread each now");

    // when
    Checkpoint again =
        new Replay(last, training(ONE_STEP)).run(dataset, folder.resolve("again")).checkpoint();

    // then
    assertThat(again.threads()).contains(new ThreadPlan(2, 1));
  }

  @Test
  void whoTrainsNoStepOfARunIsForgottenByTheNext() throws IOException {
    Path run = folder.resolve("run");
    for (int i = 0; i < 3; i++) {
      training(ONE_STEP).run(spec, dataset, run);
    }

    assertThat(described(run).getFirstStep()).isEqualTo(1);
    assertThat(described(run).getEarlierSittingsList())
        .extracting(SittingProto::getFirstStep)
        .containsExactly(0L);

    training(ONE_STEP).startingOver().run(spec, dataset, run);

    assertThat(described(run).getEarlierSittingsList()).isEmpty();
  }

  @Test
  void aCheckpointListsAllOfItsFilesWhateverIsAddedToWhatItSays() throws IOException {
    assertThat(start.manifest().hasTenCrops()).isTrue();
    assertThat(start.manifest().getFilesList())
        .extracting(file -> file.getName())
        .containsExactlyInAnyOrder(
            "mean.pb",
            "tensors.data-00000-of-00002",
            "tensors.data-00001-of-00002",
            "tensors.index");
    ListedFiles.requireIntact(start.directory(), "checkpoint", start.manifest().getFilesList());
    assertThat(start.meanFile()).hasSameBinaryContentAs(dataset.meanFile());
    assertThat(start.directory().getFileName()).hasToString("step-00000001");
  }

  @Test
  void metricsHaveEveryNumberInItsColumn() throws IOException {
    new RunFolder(
            folder,
            new PlacedNetwork(spec, TestData.ONE_CPU),
            ONE_STEP,
            ImmutableList.of(),
            dataset,
            Optional.empty())
        .writeMetrics(
            List.of(
                new EpochSummary(
                    1, 5, 0.01, 2.3456789, 0.8, new Evaluation(1_000, 125, 500.5, -1.25)),
                new EpochSummary(2, 1_234, 5e-4, 0.5, 0.1234567, new Evaluation(3, 1, 2, 0))));

    assertThat(folder.resolve("metrics.csv"))
        .content()
        .isEqualTo(
            """
            epoch,step,learning_rate,training_loss,training_error,validation_images,top1_error,top5_error,log_probability
            1,5,0.01,2.345679,0.800000,1000,0.875000,0.499500,-1.250000
            2,1234,5.0E-4,0.500000,0.123457,3,0.666667,0.333333,0.000000
            """);
  }

  @Test
  void aFolderIsFreeIfItHoldsNothingButWhatComesBeforeARun() throws IOException {
    assertThat(RunFolder.isFree(folder.resolve("missing"))).isTrue();
    assertThat(RunFolder.isFree(folder)).isTrue();
    Files.writeString(folder.resolve(".lock"), "");
    assertThat(RunFolder.isFree(folder)).isTrue();
    Files.writeString(folder.resolve("thesis"), "x");
    assertThat(RunFolder.isFree(folder)).isFalse();
    assertThat(RunFolder.isRun(folder)).isFalse();
  }

  @Test
  void aRunIsNotBegunOnDevicesThatDoNotFitOrAreNotThere() {
    Path run = folder.resolve("run");

    assertThatThrownBy(
            () -> training(ONE_STEP).withPlacement(Placement.of("/CPU:0")).run(spec, dataset, run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("placement has 1 devices, but the network has 2 towers");
    assertThatThrownBy(
            () ->
                training(ONE_STEP)
                    .withPlacement(Placement.of("/CPU:0", "/GPU:97"))
                    .run(spec, dataset, run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("there is no /GPU:97 here; ");
    assertThat(run).doesNotExist();
  }

  @Test
  void theRateFollowsTheErrorsOfTheFirstAnswers() throws IOException {
    TrainingRecipe recipe =
        TestData.recipe()
            .withEpochs(7)
            .withSchedule(new ReduceOnPlateau(1, 9, 1 / 1.125))
            .withSeed(1);

    TrainingResult result = training(recipe).run(spec, dataset, folder.resolve("run"));

    double lowest = 2;
    double rate = 0.01;
    int improved = 0;
    for (EpochSummary epoch : result.epochs()) {
      assertThat(epoch.learningRate()).isCloseTo(rate, within(1e-12));
      double error = 12 - epoch.evaluation().top1Correct();
      if (error < lowest * 12) {
        lowest = error / 12;
        improved++;
      } else {
        rate /= 1.125;
      }
    }
    assertThat(improved).as("with top-5 once").isGreaterThan(1);
    assertThat(rate).isLessThan(0.01);
  }

  @Test
  void aRunIsOverWhenItsErrorNoLongerFalls() throws IOException {
    TrainingRecipe still =
        ONE_STEP.withEpochs(9).withLearningRate(1e-12).withSchedule(new ReduceOnPlateau(1, 1, 0.5));
    Path run = folder.resolve("run");

    TrainingResult result = training(still).run(spec, dataset, run);

    assertThat(result.isFinished()).isTrue();
    assertThat(result.epochs())
        .extracting(EpochSummary::learningRate)
        .containsExactly(1e-12, 1e-12, 5e-13);
    assertThat(training(still).run(spec, dataset, run).epochs()).isEqualTo(result.epochs());
  }

  @Test
  void aRunThatDivergesNamesTheUpdateTheRateAndWhatIsLeft() {
    Path run = folder.resolve("run");
    List<Long> done = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepped(StepSummary summary) {
            done.add(summary.step());
          }
        };

    assertThatThrownBy(
            () ->
                training(TestData.recipe().withLearningRate(1e30))
                    .withCheckpoints(CheckpointPolicy.DEFAULT.withEverySteps(1))
                    .withListener(listener)
                    .run(spec, dataset, run))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "the loss became (NaN|Infinity), and after that step \\w+/tower\\d/(weights|biases) is not"
                + " finite, at step 2 with learning rate 1.0E30; a lower one helps: start over; no better"
                + " than guessing \\(loss 1\\.099\\): \\Q"
                + run.resolve("latest")
                + "\\E \\(step 1, training loss \\d\\.\\d{3}\\)");
    assertThat(done).containsExactly(1L);
  }

  @Test
  void anEvaluatorRefusesOtherNetworksAndNamesDamagedRecords() throws IOException {
    Dataset copy = TestData.colors(folder);
    Path shard = copy.shards(Split.TRAIN).get(0);
    try (Evaluator evaluator =
        new Evaluator(new PlacedNetwork(spec, TestData.ONE_CPU), copy, Split.TRAIN, Crops.CENTER)) {
      byte[] bytes = Files.readAllBytes(shard);
      bytes[bytes.length / 2] ^= 1;
      Files.write(shard, bytes);

      assertThatThrownBy(() -> evaluator.evaluate(start))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(shard + " is damaged at byte ");
    }
    AlexNetSpec other = spec.withSeed(99);
    try (Evaluator evaluator =
        new Evaluator(
            new PlacedNetwork(other, TestData.ONE_CPU), dataset, Split.VALIDATION, Crops.CENTER)) {
      assertThatThrownBy(() -> evaluator.evaluate(start))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(start.directory() + " is a checkpoint of another network: ");
    }
  }

  @Test
  void anEvaluatorAsksAboutAllAgainEachTimeUnlessStopped() throws IOException {
    try (Evaluator evaluator =
        new Evaluator(
            new PlacedNetwork(spec, TestData.ONE_CPU), dataset, Split.TRAIN, Crops.CENTER)) {
      Evaluation first = evaluator.evaluate(start);
      assertThat(evaluator.evaluate(start, () -> true)).isEmpty();
      assertThat(evaluator.evaluate(start, () -> false)).contains(first);
      assertThat(first.imageCount()).isEqualTo(36);
    }
  }
}
