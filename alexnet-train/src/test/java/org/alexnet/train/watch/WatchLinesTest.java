package org.alexnet.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.Inspection;
import org.alexnet.train.LayerNorms;
import org.alexnet.train.StepSummary;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingStart;
import org.alexnet.train.evaluation.Evaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.GraphDef;

/** Lines of a training that a test makes up. */
class WatchLinesTest {
  private static final int BATCH = 10;

  @TempDir private Path folder;

  /** Variables that nobody looks at. */
  private static final class Nothing implements Inspection {
    @Override
    public ImmutableList<LayerNorms> norms(LearningRates rates) {
      return ImmutableList.of(new LayerNorms("conv1", 2, 0.5), new LayerNorms("fc6", 0, 0));
    }

    @Override
    public Optional<String> brokenVariable() {
      return Optional.empty();
    }

    @Override
    public float[] values(Parameter parameter) {
      return new float[0];
    }

    @Override
    public GraphDef graph() {
      return GraphDef.getDefaultInstance();
    }
  }

  private Watch opened(long everySteps) {
    Watch watch = Watch.by(WatchPolicy.DEFAULT.withTensorBoard(false).withEverySteps(everySteps));
    watch.opened(
        new TrainingStart(
            folder,
            Preset.PAPER.spec(),
            TrainingRecipe.paper().withBatchSize(BATCH),
            20,
            0,
            ImmutableList.of(),
            new Nothing()));
    return watch;
  }

  private List<JsonObject> lines() throws IOException {
    return Files.readAllLines(folder.resolve("steps.jsonl")).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  @Test
  void aWarningStandsAtTheStepThatItCameAfter() throws IOException {
    try (Watch watch = opened(20)) {
      watch.warned("warning: another core");
      watch.stepped(new StepSummary(1, 1, 2, 0.5));
      watch.stepped(new StepSummary(1, 2, 2, 0.5));
      watch.warned("warning: nothing is learned");
    }

    assertThat(lines())
        .extracting(line -> line.get("step").getAsLong() + " " + line.get("text").getAsString())
        .containsExactly(
            "0 paper for 90 epochs", "0 warning: another core", "2 warning: nothing is learned");
  }

  @Test
  void thePaceIsThatOfTheStepsSinceTheEvaluation() throws Exception {
    try (Watch watch = opened(4)) {
      for (int step = 1; step <= 3; step++) {
        watch.stepped(new StepSummary(1, step, 2, 0.5));
      }
      Thread.sleep(200); // an evaluation
      watch.evaluated(new EpochSummary(1, 3, 0.01, 2, 0.5, new Evaluation(10, 5, 10, -1)));
      Thread.sleep(50);
      watch.stepped(new StepSummary(2, 4, 2, 0.5));
    }

    JsonObject epoch = lines().get(1);
    JsonObject step = lines().get(2);
    double pace = step.get("images_per_second").getAsDouble();
    double seconds = step.get("seconds").getAsDouble() - epoch.get("seconds").getAsDouble();
    assertThat(pace).as("of one step").isBetween(BATCH / seconds, BATCH / 0.05);
  }

  @Test
  void aLayerWithoutARatioHasNone() throws IOException {
    try (Watch watch = opened(1)) {
      watch.stepped(new StepSummary(1, 1, 2, 0.5));
    }

    assertThat(lines().get(1).getAsJsonObject("update_ratios")).hasToString("{\"conv1\":0.25}");
  }
}
