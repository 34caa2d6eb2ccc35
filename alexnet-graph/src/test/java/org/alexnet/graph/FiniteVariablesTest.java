package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.google.common.collect.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** Which parameters and velocities hold something that is no number. */
class FiniteVariablesTest {
  private static final AlexNetSpec SPEC = TestSpecs.narrowPaper(16);

  @Test
  void everyParameterAndVelocityIsAsked() {
    try (TrainingRig rig = new TrainingRig(SPEC)) {
      List<String> parameters = List.copyOf(rig.training.parameters().keySet());

      assertThat(rig.training.variableNames()).startsWith(parameters.toArray(new String[0]));
      assertThat(rig.training.variableNames())
          .hasSize(2 * parameters.size())
          .containsAll(parameters.stream().map(name -> name + "/velocity").toList());
      assertThat(notFinite(rig)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void oneValueThatIsNoNumberIsFoundInItsVariable(float value) {
    try (TrainingRig rig = new TrainingRig(SPEC)) {
      spoil(rig, "conv3_tower1_biases", value);
      assertThat(notFinite(rig)).containsExactly("conv3/tower1/biases");

      spoil(rig, "fc7_tower0_biases_velocity", value);
      assertThat(notFinite(rig))
          .containsExactly("conv3/tower1/biases", "fc7/tower0/biases/velocity");
    }
  }

  @Test
  void theLargestNumbersAreFinite() {
    try (TrainingRig rig = new TrainingRig(SPEC)) {
      spoil(rig, "conv3_tower1_biases", Float.MAX_VALUE);

      assertThat(notFinite(rig)).isEmpty();
    }
  }

  @Test
  void variablesAreLookedThroughOnTheirOwnDevices() {
    TrainingGraphs.with(
        SPEC,
        Placement.twoGpus(),
        (graph, training) -> {
          List<GraphOperation> reductions =
              Streams.stream(graph.operations()).filter(op -> op.type().equals("All")).toList();

          assertThat(reductions).hasSize(training.variableNames().size());
          assertThat(reductions)
              .allMatch(op -> op.output(0).shape().isScalar())
              .allMatch(op -> device(op).contains("GPU:" + tower(op)));
          assertThat(device((GraphOperation) training.finite().op())).contains("CPU:0");
        });
  }

  @Test
  void theSquaresAfterAStepAreOfTheParametersThatItMade() {
    try (TrainingRig rig = new TrainingRig(SPEC)) {
      double[] found = rig.squaresAfterStep(Batch.of(SPEC, 2, 1), rig.training.learningRates(0.5));

      Map<String, double[]> after = rig.parameters();
      List<String> names = List.copyOf(rig.training.gradients().keySet());
      assertThat(found).hasSize(names.size());
      for (int i = 0; i < found.length; i++) {
        double expected = Arrays.stream(after.get(names.get(i))).map(w -> w * w / 2).sum();
        assertThat(found[i]).as(names.get(i)).isCloseTo(expected, withinPercentage(1e-3));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void theSquaresAfterAStepAreNotFiniteWhereAParameterIsNot(float value) {
    try (TrainingRig rig = new TrainingRig(SPEC)) {
      spoil(rig, "conv3_tower1_biases", value);

      double[] found = rig.squaresAfterStep(Batch.of(SPEC, 2, 1), rig.training.learningRates(0.5));

      int broken = List.copyOf(rig.training.gradients().keySet()).indexOf("conv3/tower1/biases");
      assertThat(found[broken]).isNotFinite();
    }
  }

  private static String device(GraphOperation operation) {
    return operation.device();
  }

  /** From the variable that the operation reads. */
  private static String tower(GraphOperation operation) {
    GraphOperation source = operation;
    while (!source.type().equals("VarHandleOp")) {
      source = source.input(0).op() instanceof GraphOperation next ? next : null;
    }
    return source.name().contains("tower0") ? "0" : "1";
  }

  private static void spoil(TrainingRig rig, String variable, float value) {
    GraphOperation handle = rig.graph.operation("parameters/" + variable);
    Ops tf = Ops.create(rig.graph).withSubScope("spoiled");
    Operand<TFloat32> old = tf.readVariableOp(handle.output(0), TFloat32.class);
    Operand<TFloat32> last =
        tf.oneHot(
            tf.constant((int) size(rig, variable) - 1),
            tf.constant((int) size(rig, variable)),
            tf.constant(value),
            tf.constant(0f));
    Op assignment = tf.assignVariableOp(handle.output(0), tf.math.add(old, last));
    rig.session.run(assignment);
  }

  private static long size(TrainingRig rig, String variable) {
    String name =
        variable.replace("_velocity", "").replace("_tower", "/tower").replace("_biases", "/biases");
    Shape shape = rig.training.parameters().get(name).shape();
    return shape.size();
  }

  private static List<String> notFinite(TrainingRig rig) {
    List<String> names = new ArrayList<>();
    try (Result result = rig.session.runner().fetch(rig.training.finite()).run()) {
      TBool flags = (TBool) result.get(0);
      for (int i = 0; i < flags.size(); i++) {
        if (!flags.getBoolean(i)) {
          names.add(rig.training.variableNames().get(i));
        }
      }
    }
    return names;
  }
}
