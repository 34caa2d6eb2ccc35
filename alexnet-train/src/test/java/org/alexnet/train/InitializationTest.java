package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Dataset;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.optimizer.Constant;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that begin with the parameters of another. */
class InitializationTest {
  private static final TrainingRecipe RECIPE =
      new TrainingRecipe(
          7, new SgdMomentum(0.9, 0.01), 1e-4, new Constant(), 2, Augmentation.none(), 5);
  private static final AlexNetSpec SPEC =
      new AlexNetSpec(
          "two layers",
          8,
          1,
          4,
          ImmutableList.of(
              dense("fc1", 5, Dense.Spread.OVER_TOWERS),
              dense("fc2", 7, Dense.Spread.FIRST_TOWER)));

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static Checkpoint before;

  private static Dense dense(String name, int units, Dense.Spread spread) {
    return new Dense(name, units, Connectivity.CROSS_TOWER, spread, new Initializer(0.02, 0.1));
  }

  @BeforeAll
  static void train() throws IOException {
    dataset = FewImages.sevenClasses(shared, 11, 3, 1);
    before = run("before", training());
  }

  private static Training training() {
    return Training.of(RECIPE).withPlacement(Placement.onOneDevice("/CPU:0", 1));
  }

  private static Checkpoint run(String run, Training training) throws IOException {
    return training.run(SPEC, dataset, shared.resolve(run)).checkpoint();
  }

  private static Checkpoint begun(String run, Initialization start) throws IOException {
    return run(run, training().withStop(() -> true).initializedFrom(start));
  }

  @Test
  void copiesTheLayersThatAreNamedAndNoVelocities() throws IOException {
    Map<String, float[]> theirs = TrainingTest.variables(before);
    Map<String, float[]> fresh =
        TrainingTest.variables(run("fresh", training().withStop(() -> true)));

    Map<String, float[]> ours =
        TrainingTest.variables(begun("fc1", new Initialization(before, ImmutableSet.of("fc1"))));

    for (String parameter : new String[] {"tower0/weights", "tower0/biases"}) {
      assertThat(ours.get("fc1/" + parameter)).isEqualTo(theirs.get("fc1/" + parameter));
      assertThat(ours.get("fc2/" + parameter)).isEqualTo(fresh.get("fc2/" + parameter));
      assertThat(ours.get("fc1/" + parameter + "/velocity")).containsOnly(0);
    }
    assertThat(theirs.get("fc2/tower0/weights")).isNotEqualTo(fresh.get("fc2/tower0/weights"));
  }

  @Test
  void copiesAllThatFitWhereNoneAreNamed() throws IOException {
    Map<String, float[]> ours = TrainingTest.variables(begun("all", new Initialization(before)));

    assertThat(ours.get("fc2/tower0/weights"))
        .isEqualTo(TrainingTest.variables(before).get("fc2/tower0/weights"));
  }

  @Test
  void isWrittenDownAndAskedForWhenResumed() throws IOException {
    Checkpoint begun = begun("named", new Initialization(before, ImmutableSet.of("fc1")));

    assertThat(begun.manifest().getStart().getLayersList()).containsExactly("fc1");
    begun("named", new Initialization(before, ImmutableSet.of("fc1")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> begun("named", new Initialization(before)))
        .withMessageContaining(" is of a run that did not begin with ");
  }

  @Test
  void isReplayedFromTheSameCheckpointAlone() throws IOException {
    Initialization start = new Initialization(before, ImmutableSet.of("fc1"));
    Checkpoint goal = run("goal", training().initializedFrom(start));

    Checkpoint replayed =
        new Replay(goal, training().initializedFrom(start))
            .run(dataset, shared.resolve("replayed"))
            .checkpoint();

    assertThat(replayed.fingerprint()).isEqualTo(goal.fingerprint());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Replay(goal, training()).run(dataset, shared.resolve("fresh start")))
        .withMessage(
            goal.directory()
                + " was initialized from a checkpoint of two layers at step 6; initialize the"
                + " replay from it");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Replay(before, training().initializedFrom(start))
                    .run(dataset, shared.resolve("other start")))
        .withMessage(before.directory() + " was not initialized from another checkpoint");
  }

  @Test
  void refusesALayerThatCannotBeCopied() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> begun("none", new Initialization(before, ImmutableSet.of("conv1"))))
        .withMessage(
            "the layers that can be initialized from two layers are [fc1, fc2], found conv1");
  }
}
