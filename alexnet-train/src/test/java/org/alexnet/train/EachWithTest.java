package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.alexnet.data.Augmentation;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.optimizer.UpdateRule;
import org.alexnet.train.LearningRateSchedule.FixedDrops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a {@code with} is named after changes, and nothing else. */
class EachWithTest {
  @TempDir private Path folder;

  @Test
  void ofARecipeChangesItsOwnPart() throws ReflectiveOperationException {
    TrainingRecipe recipe =
        new TrainingRecipe(
            2,
            new UpdateRule(0.1, 0.2),
            0.3,
            new FixedDrops(ImmutableList.of(4), 5),
            6,
            Augmentation.none(),
            8);
    Map<String, Object> others =
        Map.of(
            "batchSize",
            12,
            "updateRule",
            new UpdateRule(0.11, 0.12),
            "learningRate",
            0.13,
            "schedule",
            new FixedDrops(ImmutableList.of(14), 15),
            "epochs",
            16,
            "augmentation",
            Augmentation.paper(),
            "seed",
            18L);
    RecordComponent[] parts = TrainingRecipe.class.getRecordComponents();
    for (RecordComponent part : parts) {
      String name = "with" + CaseFormat.LOWER_CAMEL.to(CaseFormat.UPPER_CAMEL, part.getName());
      Object changed =
          TrainingRecipe.class
              .getMethod(name, part.getType())
              .invoke(recipe, others.get(part.getName()));

      for (RecordComponent each : parts) {
        Object before = each.getAccessor().invoke(recipe);
        assertThat(each.getAccessor().invoke(changed))
            .as("%s after %s", each.getName(), name)
            .isEqualTo(each.equals(part) ? others.get(each.getName()) : before)
            .satisfies(now -> assertThat(now.equals(before)).isEqualTo(!each.equals(part)));
      }
    }
  }

  @Test
  void ofATrainingChangesItsOwnPart() throws IOException, ReflectiveOperationException {
    TrainingListener listener = new TrainingListener() {};
    BooleanSupplier stop = () -> true;
    Placement one = Placement.of("/CPU:0");
    Checkpoint start = DescribedCheckpoint.write(folder, DescribedCheckpoint.manifest());
    Training training =
        Training.of(TrainingRecipe.caffe())
            .withPlacement(TestData.ONE_CPU)
            .withListener(new TrainingListener() {})
            .withStop(() -> false)
            .withStepsBetweenCheckpoints(3)
            .withKeptCheckpoints(4)
            .startingOver()
            .startingFrom(Checkpoint.open(folder));
    Map<String, UnaryOperator<Training>> options =
        Map.of(
            "placement", before -> before.withPlacement(one),
            "listener", before -> before.withListener(listener),
            "stop", before -> before.withStop(stop),
            "stepsBetweenCheckpoints", before -> before.withStepsBetweenCheckpoints(13),
            "keptCheckpoints", before -> before.withKeptCheckpoints(14),
            "startingOver", Training::continuing,
            "start", before -> before.startingFrom(start));
    Map<String, Object> others =
        Map.of(
            "placement",
            Optional.of(one),
            "listener",
            listener,
            "stop",
            stop,
            "stepsBetweenCheckpoints",
            13L,
            "keptCheckpoints",
            14,
            "startingOver",
            false,
            "start",
            Optional.of(start));
    for (var option : options.entrySet()) {
      Map<String, Object> expected = parts(training);
      assertThat(expected.put(option.getKey(), others.get(option.getKey())))
          .isNotEqualTo(others.get(option.getKey()));

      assertThat(parts(option.getValue().apply(training))).as(option.getKey()).isEqualTo(expected);
    }
    assertThat(parts(training.continuing().startingOver())).isEqualTo(parts(training));
  }

  @Test
  void ofATrainingIsOptional() throws ReflectiveOperationException {
    assertThat(parts(Training.of(TrainingRecipe.caffe())))
        .containsEntry("recipe", TrainingRecipe.caffe())
        .containsEntry("placement", Optional.empty())
        .containsEntry("stepsBetweenCheckpoints", 1000L)
        .containsEntry("keptCheckpoints", 2)
        .containsEntry("startingOver", false)
        .containsEntry("start", Optional.empty())
        .hasSize(8)
        .hasEntrySatisfying(
            "stop", stop -> assertThat(((BooleanSupplier) stop).getAsBoolean()).isFalse());
  }

  @Test
  void refusesWhatMakesNoSense() {
    Training training = Training.of(TrainingRecipe.paper());

    assertThatThrownBy(() -> training.withStepsBetweenCheckpoints(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stepsBetweenCheckpoints must be positive, found 0");
    assertThatThrownBy(() -> training.withKeptCheckpoints(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keptCheckpoints must be positive, found 0");
    assertThatThrownBy(() -> Checkpoints.of(folder).withKept(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("kept must be positive, found 0");
    training.withStepsBetweenCheckpoints(1).withKeptCheckpoints(1);
    assertThat(Checkpoints.of(folder).withKept(1)).isNotNull();
  }

  private static Map<String, Object> parts(Training training) throws ReflectiveOperationException {
    Map<String, Object> parts = new TreeMap<>();
    for (Field field : Training.class.getDeclaredFields()) {
      if (!field.isSynthetic()) {
        field.setAccessible(true);
        parts.put(field.getName(), field.get(training));
      }
    }
    return parts;
  }
}
