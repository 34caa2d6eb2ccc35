package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.Precision;
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
            new SgdMomentum(0.1, 0.2),
            0.3,
            new MultiStep(ImmutableList.of(4), 0.2),
            6,
            Augmentation.none(),
            8);
    Map<String, Object> others =
        Map.of(
            "batchSize",
            12,
            "optimizer",
            new SgdMomentum(0.11, 0.12),
            "learningRate",
            0.13,
            "schedule",
            new MultiStep(ImmutableList.of(14), 0.125),
            "epochs",
            16,
            "augmentation",
            new Augmentation(true, true, PcaScale.STANDARD_DEVIATION, 0.1),
            "seed",
            18L,
            "events",
            Events.of(new Event(new AfterSteps(3), SetLearningRate.freeze("conv1"))),
            "precision",
            Precision.BFLOAT16);
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
        Training.of(TrainingRecipe.of(Preset.CAFFE))
            .withPlacement(TestData.ONE_CPU)
            .withListener(new TrainingListener() {})
            .withStop(() -> false)
            .withCheckpoints(new CheckpointPolicy(3, 4))
            .startingOver()
            .initializedFrom(Checkpoint.open(folder));
    Map<String, UnaryOperator<Training>> options =
        Map.of(
            "replicas", before -> before.withPlacement(one),
            "listener", before -> before.withListener(listener),
            "stop", before -> before.withStop(stop),
            "policy", before -> before.withCheckpoints(new CheckpointPolicy(13, 14)),
            "onRun", Training::amending,
            "recipe", before -> before.withRecipe(TrainingRecipe.paper()),
            "initialized", before -> before.initializedFrom(start));
    Map<String, Object> others =
        Map.of(
            "replicas",
            List.of(one),
            "listener",
            listener,
            "stop",
            stop,
            "policy",
            new CheckpointPolicy(13, 14),
            "onRun",
            Origin.OnRun.AMEND,
            "recipe",
            TrainingRecipe.paper(),
            "initialized",
            Optional.of(new Initialization(start)));
    for (var option : options.entrySet()) {
      Map<String, Object> expected = parts(training);
      assertThat(expected.put(option.getKey(), others.get(option.getKey())))
          .isNotEqualTo(others.get(option.getKey()));

      assertThat(parts(option.getValue().apply(training))).as(option.getKey()).isEqualTo(expected);
    }
    assertThat(parts(training.resuming()).get("onRun")).isEqualTo(Origin.OnRun.RESUME);
    assertThat(parts(training.resuming().startingOver())).isEqualTo(parts(training));
  }

  @Test
  void ofATrainingIsOptional() throws ReflectiveOperationException {
    assertThat(parts(Training.of(TrainingRecipe.of(Preset.CAFFE))))
        .containsEntry("recipe", TrainingRecipe.of(Preset.CAFFE))
        .containsEntry("replicas", ImmutableList.of())
        .containsEntry("policy", new CheckpointPolicy(1000, 2))
        .containsEntry("onRun", Origin.OnRun.RESUME)
        .containsEntry("initialized", Optional.empty())
        .hasSize(7)
        .hasEntrySatisfying(
            "stop", stop -> assertThat(((BooleanSupplier) stop).getAsBoolean()).isFalse());
  }

  @Test
  void replicasAreTheOtherWayToPlaceATraining() throws ReflectiveOperationException {
    Training training = Training.of(TrainingRecipe.paper());
    List<Placement> two = List.of(TestData.ONE_CPU, Placement.of("/CPU:1", "/CPU:1"));

    assertThat(parts(training.withPlacement(TestData.ONE_CPU).withReplicas(two)))
        .containsEntry("replicas", two);
    assertThat(parts(training.withReplicas(two).withPlacement(TestData.ONE_CPU)))
        .containsEntry("replicas", List.of(TestData.ONE_CPU));
    assertThatThrownBy(() -> training.withReplicas(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("replicas must not be empty");
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> new CheckpointPolicy(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("everySteps must be positive, found 0");
    assertThatThrownBy(() -> new CheckpointPolicy(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keep must be positive, found 0");
    assertThatThrownBy(() -> Checkpoints.of(folder).withKept(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("kept must be positive, found 0");
    assertThat(new CheckpointPolicy(1, 1)).isNotNull();
    assertThat(Checkpoints.of(folder).withKept(1)).isNotNull();
  }

  private static Map<String, Object> parts(Training training) throws ReflectiveOperationException {
    Map<String, Object> parts = new TreeMap<>();
    for (Field field : Training.class.getDeclaredFields()) {
      if (!field.isSynthetic()) {
        field.setAccessible(true);
        Object value = field.get(training);
        if (value instanceof Control control) {
          parts.put("listener", control.listener());
          parts.put("stop", control.stop());
        } else if (value instanceof Origin origin) {
          parts.put("onRun", origin.onRun());
          parts.put("initialized", origin.initialized());
        } else {
          parts.put(field.getName(), value);
        }
      }
    }
    return parts;
  }
}
