package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.TrainingStep;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.ParameterGroup;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.Result;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** The variables of a training step, read in runs of their own. */
final class VariableInspection implements Inspection {
  private final GraphSession<?> session;
  private final TrainingStep step;
  private final AlexNetSpec spec;

  VariableInspection(GraphSession<?> session, TrainingStep step, AlexNetSpec spec) {
    this.session = session;
    this.step = step;
    this.spec = spec;
  }

  @Override
  public ImmutableList<LayerNorms> norms(LearningRates rates) throws IOException {
    Map<String, double[]> sums = new LinkedHashMap<>();
    try (Result result =
        session.run(runner -> runner.fetch(step.squares()).fetch(step.updateSquares()))) {
      TFloat32 squares = (TFloat32) result.get(0);
      TFloat32 updates = (TFloat32) result.get(1);
      List<Parameter> parameters = ParameterTable.of(spec).parameters();
      for (int i = 0; i < parameters.size(); i++) {
        Parameter parameter = parameters.get(i);
        if (parameter.kind() == Kind.WEIGHTS) {
          double[] sum = sums.computeIfAbsent(parameter.layer(), layer -> new double[2]);
          sum[0] += 2.0 * squares.getFloat(i);
          boolean learns = rates.learning().contains(ParameterGroup.of(parameter));
          sum[1] += learns ? 2.0 * updates.getFloat(i) : 0;
        }
      }
    }
    ImmutableList.Builder<LayerNorms> norms = ImmutableList.builder();
    sums.forEach(
        (layer, sum) -> norms.add(new LayerNorms(layer, Math.sqrt(sum[0]), Math.sqrt(sum[1]))));
    return norms.build();
  }

  @Override
  public Optional<String> brokenVariable() throws IOException {
    try (Result result = session.run(runner -> runner.fetch(step.finite()))) {
      TBool finite = (TBool) result.get(0);
      return IntStream.range(0, step.variableNames().size())
          .filter(variable -> !finite.getBoolean(variable))
          .mapToObj(step.variableNames()::get)
          .findFirst();
    }
  }

  @Override
  public float[] values(Parameter parameter) throws IOException {
    try (Result result =
        session.run(runner -> runner.fetch(step.parameters().get(parameter.name())))) {
      TFloat32 tensor = (TFloat32) result.get(0);
      float[] values = new float[Math.toIntExact(tensor.size())];
      tensor.asRawTensor().data().asFloats().read(values);
      return values;
    }
  }

  @Override
  public GraphDef graph() {
    return session.graph().toGraphDef();
  }
}
