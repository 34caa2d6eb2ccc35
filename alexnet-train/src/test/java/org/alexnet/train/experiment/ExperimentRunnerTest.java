package org.alexnet.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.train.TestData;
import org.alexnet.train.proto.ExperimentResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentRunnerTest {
  private static final List<Long> SEEDS = List.of(0L, 1L);

  @TempDir private static Path shared;
  private static ExperimentImages images;
  private static Scale scale;
  private static ExperimentResult unbroken;

  @TempDir private Path folder;

  /** Dropout of a network of nothing but the least, with a search of the learning rate. */
  private static class Dropouts implements Experiment {
    @Override
    public String name() {
      return "dropouts";
    }

    @Override
    public String section() {
      return "4.2";
    }

    @Override
    public String claim() {
      return "dropout helps";
    }

    @Override
    public ImmutableList<Arm> arms(Scale scale) {
      return ImmutableList.of(
          Arm.of("dropout", scale.network()).withNetworks(2),
          Arm.of("no dropout", scale.network().withNetwork(AlexNetSpec::withoutDropout))
              .withBestOf(List.of(0.001, 0.02))
              .untilTrainingError(0.5));
    }

    @Override
    public ImmutableList<Comparison> comparisons(Scale scale) {
      return ImmutableList.of(
          Comparison.of("error", "lower", Measures.VALIDATION_ERROR, "dropout", "no dropout"),
          new Comparison(
              "average",
              "two are better than one",
              Quantity.of(Measures.averageError(2), "dropout"),
              Quantity.of(Measures.averageError(1), "dropout"),
              false),
          Comparison.of(
                  "steps", "faster", Measures.stepsToTrainingError(0.5), "no dropout", "dropout")
              .asRatio());
    }
  }

  @BeforeAll
  static void runUnbroken() throws IOException {
    Dataset dataset = TestData.colors(shared);
    Setup setup = new Setup(TestData.shallow(dataset), TestData.recipe().withEpochs(2));
    scale = new Scale("tiny", 70, setup, setup, Integer.MAX_VALUE);
    images = ExperimentImages.prepared(scale, dataset, Optional.empty());
    unbroken = runner().run(shared.resolve("unbroken"));
  }

  private static ExperimentRunner runner() {
    return ExperimentRunner.of(new Dropouts(), scale, SEEDS, images);
  }

  /** Times are not results. */
  private static ExperimentResult withoutTimes(ExperimentResult result) {
    ExperimentResult.Builder bare = result.toBuilder().clearManifestSha256();
    bare.getArmsBuilderList()
        .forEach(arm -> arm.getSeedsBuilderList().forEach(seed -> seed.clearSeconds().clearEnd()));
    return bare.build();
  }

  @Test
  void writesWhatItFound() throws IOException {
    assertThat(unbroken.getArmsList()).hasSize(2);
    assertThat(unbroken.getArms(0).getSeedsList()).hasSize(2);
    assertThat(unbroken.getArms(0).getSeeds(0).getCheckpointSha256List())
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(unbroken.getArms(0).getSeeds(0).getSteps()).isEqualTo(2 * 9);
    assertThat(unbroken.getArms(1).getTriedList()).hasSize(2);
    assertThat(unbroken.getComparisonsList()).hasSize(3);
    assertThat(unbroken.getComparisons(0).getLeftValuesList()).hasSize(2);
    assertThat(
            ExperimentRunner.RESULT
                .read(shared.resolve("unbroken/dropouts"), ExperimentResult.newBuilder())
                .build())
        .isEqualTo(unbroken);
    assertThat(ResultText.whole(unbroken)).contains("| dropout | ", "x ", " points");
    assertThat(ResultPage.html(unbroken))
        .startsWith("<!DOCTYPE html>")
        .contains("<th>verdict</th>", "<td>no dropout</td>", "<svg ")
        .doesNotContain("| ");
    assertThat(CurvesFigure.svg(unbroken)).startsWith("<svg ").contains("no dropout");
  }

  /** The networks of the first arm are there when it begins. */
  @Test
  void stoppedAndStartedAgainItEndsWithTheNumbersOfAnUnbrokenOne() throws IOException {
    copyRuns("no-dropout");
    int sittings = 0;
    ExperimentResult result = null;
    while (result == null) {
      AtomicInteger left = new AtomicInteger(17); // steps of a sitting
      try {
        result = runner().withStop(() -> left.decrementAndGet() < 0).run(folder);
      } catch (CancellationException e) {
        assertThat(e).hasMessageStartingWith("stopped in " + folder.resolve("runs"));
      }
      sittings++;
    }

    assertThat(sittings).isGreaterThan(2);
    assertThat(withoutTimes(result)).isEqualTo(withoutTimes(unbroken));
  }

  private void copyRuns(String except) throws IOException {
    Path from = shared.resolve("unbroken");
    try (Stream<Path> files = Files.walk(from.resolve("runs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(from.relativize(file).toString());
        if (!copy.toString().contains(except)) {
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }

  @Test
  void whatIsDoneIsNotDoneAgain() throws IOException {
    ExperimentResult again =
        runner()
            .withStop(
                () -> {
                  throw new IllegalStateException("a step is made");
                })
            .run(shared.resolve("unbroken"));

    assertThat(again.toString()).isEqualTo(unbroken.toString());
  }

  @Test
  void aResultIsNotReplacedByOneOfFewerSeeds() throws IOException {
    Path result = shared.resolve("unbroken/dropouts/result.json");
    String before = Files.readString(result);
    List<Long> others = List.of(SEEDS.get(0), 7L);

    assertThatThrownBy(
            () ->
                ExperimentRunner.of(new Dropouts(), scale, others, images)
                    .run(shared.resolve("unbroken")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(
            result
                + " is of seeds "
                + SEEDS
                + ", and "
                + others
                + " lacks some of them; choose another folder");
    assertThat(result).hasContent(before);
  }

  /** It would agree with whatever is expected of it. */
  @Test
  void aNetworkThatLearnedNothingSaysNothing() throws IOException {
    Experiment experiment =
        new Dropouts() {
          @Override
          public ImmutableList<Arm> arms(Scale scale) {
            return ImmutableList.of(
                Arm.of(
                    "learning",
                    scale.network().withRecipe(r -> r.withLearningRate(1e-6).withEpochs(12))),
                Arm.of(
                    "still",
                    scale
                        .network()
                        .withNetwork(ExperimentRunnerTest::beginningWithZeros)
                        .withRecipe(recipe -> recipe.withLearningRate(1e-9))));
          }

          @Override
          public ImmutableList<Comparison> comparisons(Scale scale) {
            return ImmutableList.of(
                Comparison.of("loss", "lower", Measures.lossOfFirst(2), "still", "learning"),
                Comparison.of("self", "lower", Measures.lossOfFirst(2), "learning", "learning"));
          }
        };

    ExperimentResult result =
        ExperimentRunner.of(experiment, scale, List.of(0L, 1L, 2L), images).run(folder);

    assertThat(result.getComparisons(0).getHigh()).isNegative();
    assertThat(result.getComparisons(0).getVerdict()).isEqualTo("not distinguishable");
    assertThat(result.getComparisons(0).getLearnedNothingList()).containsExactly("still");
    assertThat(ResultText.comparisons(result))
        .contains("not distinguishable: \"still\" learned nothing");
    assertThat(result.getComparisons(1).getLearnedNothingList()).isEmpty();
  }

  private static AlexNetSpec beginningWithZeros(AlexNetSpec spec) {
    return spec.withLayers(
        "zeros",
        layer ->
            layer instanceof Dense dense ? dense.withInitializer(new Initializer(0, 0)) : layer);
  }

  @Test
  void oneSeedIsTooFew() {
    assertThatThrownBy(() -> ExperimentRunner.of(new Dropouts(), scale, List.of(1L), images))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("seeds must be at least 2 and all different, found [1]");
  }
}
