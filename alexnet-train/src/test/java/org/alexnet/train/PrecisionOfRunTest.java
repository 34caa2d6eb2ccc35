package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.alexnet.common.cli.CommandLineTool;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;
import org.alexnet.train.cli.TrainCommand;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose network computes in bfloat16. */
class PrecisionOfRunTest {
  private static final TrainingRecipe RECIPE =
      TestData.recipe().withBatchSize(7).withEpochs(2).withPrecision(Precision.BFLOAT16);

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static AlexNetSpec spec;
  private static Path unbroken;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    dataset = FewImages.sevenClasses(shared, 70, 3, 2);
    spec = TestData.shallow(dataset);
    unbroken = shared.resolve("run");
    training(RECIPE).run(spec, dataset, unbroken);
  }

  private static Training training(TrainingRecipe recipe) {
    return Training.of(recipe).withPlacement(TestData.ONE_CPU);
  }

  private static String tensors(Path run) throws IOException {
    return Run.open(run).checkpoint().fingerprint();
  }

  private Path stoppedAfterTwoSteps() throws IOException {
    Path run = folder.resolve("stopped");
    training(RECIPE).until(2, dataset.imageCount(Split.TRAIN)).run(spec, dataset, run);
    return run;
  }

  @Test
  void aResumedRunEndsWithTheBitsOfTheUnbrokenOne() throws IOException {
    // given
    Path run = stoppedAfterTwoSteps();

    // when
    training(RECIPE).run(spec, dataset, run);

    // then
    assertThat(tensors(run)).isEqualTo(tensors(unbroken));
  }

  @Test
  void theSameRunInFloat32HasOtherWeights() throws IOException {
    Path run = folder.resolve("float32");
    training(RECIPE.withPrecision(Precision.FLOAT32)).run(spec, dataset, run);
    assertThat(tensors(run)).isNotEqualTo(tensors(unbroken));
  }

  @Test
  void thePrecisionChangesOnlyWhenAmended() throws IOException {
    // given
    Path run = stoppedAfterTwoSteps();
    String before = tensors(run);
    Training other = training(RECIPE.withPrecision(Precision.FLOAT32));

    // when, then
    assertThatThrownBy(() -> other.run(spec, dataset, run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            Run.open(run).checkpoint().directory()
                + " was trained with another recipe: precision bfloat16, not float32");
    assertThat(tensors(run)).isEqualTo(before);

    other.amending().run(spec, dataset, run);
    Checkpoint last = Run.open(run).checkpoint();
    assertThat(last.recipe().precision()).isEqualTo(Precision.FLOAT32);
    assertThat(last.pastRecipes()).containsExactly(new PastRecipe(RECIPE, 2));
  }

  @Test
  void aCheckpointIsEvaluatedInItsPrecisionUnlessToldOtherwise() throws IOException {
    // when
    byte[] untold = predictions("untold");
    byte[] bfloat16 = predictions("bfloat16", "--precision=bfloat16");
    byte[] float32 = predictions("float32", "--precision=float32");

    // then
    assertThat(untold).isEqualTo(bfloat16).isNotEqualTo(float32);
  }

  private byte[] predictions(String name, String... options) throws IOException {
    Path predictions = folder.resolve(name);
    String[] args = new String[options.length + 4];
    args[0] = "evaluate";
    args[1] = "--data=" + dataset.directory();
    args[2] = "--checkpoint=" + unbroken;
    args[3] = "--predictions=" + predictions;
    System.arraycopy(options, 0, args, 4, options.length);
    assertThat(CommandLineTool.execute(new TrainCommand(), args)).isZero();
    return Files.readAllBytes(predictions.resolve("predictions.npy"));
  }
}
