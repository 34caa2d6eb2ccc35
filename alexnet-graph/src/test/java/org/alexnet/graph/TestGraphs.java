package org.alexnet.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The graph of a network at test, fed and read as plain arrays. */
public final class TestGraphs {
  private TestGraphs() {}

  /** Every layer's output by {@code layer/towerN}, and the {@code probabilities}. */
  public static Map<String, double[]> activations(
      AlexNetSpec spec, Batch batch, Map<String, double[]> parameters) {
    return activations(PlacedNetwork.onOneDevice(spec, "/CPU:0"), batch, parameters);
  }

  /** The same of a network that may compute in another precision. */
  public static Map<String, double[]> activations(
      PlacedNetwork placed, Batch batch, Map<String, double[]> parameters) {
    Map<String, double[]> values = new LinkedHashMap<>();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = GraphOps.of(graph);
      Placeholder<TFloat32> images = tf.placeholder(TFloat32.class);
      ForwardPass network = new ForwardPass(tf, placed, images);
      Map<String, Operand<?>> fetched = new LinkedHashMap<>();
      network
          .activations()
          .forEach(
              (layer, parts) -> {
                for (int tower = 0; tower < parts.size(); tower++) {
                  fetched.put(layer + "/tower" + tower, parts.get(tower));
                }
              });
      fetched.put("probabilities", network.probabilities());
      Session.Runner runner = session.runner();
      fetched.values().forEach(runner::fetch);
      List<Tensor> fed = new ArrayList<>();
      fed.add(batch.imageTensor());
      runner.feed(images, fed.get(0));
      for (ParameterTable.Parameter parameter : ParameterTable.of(placed.spec()).parameters()) {
        fed.add(Arrays64.tensor(parameter.shape(), parameters.get(parameter.name())));
        String read = "parameters/" + parameter.name().replace('/', '_') + "_read";
        runner.feed(read, fed.get(fed.size() - 1));
      }
      try (Result result = runner.run()) {
        int at = 0;
        for (String name : fetched.keySet()) {
          values.put(name, Arrays64.array(result.get(at++)));
        }
      } finally {
        fed.forEach(Tensor::close);
      }
    }
    return values;
  }
}
