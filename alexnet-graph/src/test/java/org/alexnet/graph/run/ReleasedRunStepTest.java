package org.alexnet.graph.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.alexnet.graph.Arrays64;
import org.alexnet.graph.Batch;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.TrainingRig;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.ParameterGroup;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.optimizer.TrainingProgress;
import org.alexnet.graph.preset.PresetRecipe;
import org.alexnet.graph.reference.Dropping;
import org.alexnet.graph.reference.ReferenceNetwork;
import org.alexnet.graph.reference.ReferenceRun;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first step of every released run, of a narrow network, against float64. */
class ReleasedRunStepTest {

  static Stream<Named<ReleasedRun>> runs() {
    return ReleasedRuns.all().stream().map(run -> Named.of("run " + run.name(), run));
  }

  /**
   * Every sixteenth filter and unit and few classes, which two towers do not divide; of the small
   * networks every fourth.
   */
  private static AlexNetSpec narrow(AlexNetSpec spec) {
    return spec.imageSize() == 32
        ? spec.withWidthDividedBy(4)
        : TestSpecs.narrow(spec, 16)
            .withImageSize(83)
            .withClassCount(11); // 147 pools 19 and not 20 pixels by 2
  }

  @ParameterizedTest
  @MethodSource("runs")
  void itsVelocitiesAreThoseOfTheReference(ReleasedRun run) {
    // given
    AlexNetSpec spec = narrow(run.spec());
    PresetRecipe recipe = run.recipe();
    SgdMomentum optimizer = (SgdMomentum) recipe.optimizer();
    LearningRates rates =
        recipe
            .events()
            .learningRates(
                LearningRates.of(spec, optimizer, recipe.learningRate()), TrainingProgress.START);
    Batch batch = Batch.of(spec, 4, 7);
    Placement placement = Placement.onOneDevice("/CPU:0", spec.towers());
    try (TrainingRig rig = new TrainingRig(spec, placement, optimizer)) {
      Map<String, double[]> before = rig.parameters();
      Map<String, double[]> weights = TestSpecs.livelyParameters(spec, 5);
      Map<String, double[]> masks = rig.gradients(batch, weights).masks();

      // when
      rig.step(batch, rates, weights);

      // then
      Map<String, double[]> found = rig.velocities();
      Map<String, double[]> moved = rig.parameters();
      ReferenceRun reference =
          new ReferenceNetwork(spec, weights).run(batch.volume(), Dropping.with(masks));
      Map<String, double[]> gradients = reference.gradients(batch.labels());
      for (Parameter parameter : ParameterTable.of(spec).parameters()) {
        String name = parameter.name();
        double rate = rates.byGroup().get(ParameterGroup.of(parameter));
        double decay =
            parameter.kind() == Kind.BIASES // they do not decay: weights.cu
                ? 0
                : optimizer.weightDecay() * optimizer.multipliersOf(parameter.layer()).decay();
        double[] velocity = new double[weights.get(name).length];
        double[] after = new double[velocity.length];
        for (int i = 0; i < velocity.length; i++) {
          velocity[i] = -rate * (gradients.get(name)[i] + decay * weights.get(name)[i]);
          after[i] = before.get(name)[i] + velocity[i];
        }
        assertThat(Arrays64.norm(velocity)).as("size of %s", name).isGreaterThan(1e-9);
        assertThat(Arrays64.relativeError(found.get(name), velocity)).as(name).isLessThan(1e-4);
        assertThat(Arrays64.relativeError(moved.get(name), after)).as(name).isLessThan(1e-4);
      }
    }
  }
}
