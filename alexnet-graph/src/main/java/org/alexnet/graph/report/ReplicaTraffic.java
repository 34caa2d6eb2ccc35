package org.alexnet.graph.report;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;

/**
 * What the replicas of a network send each other in a step of training, computed from its layers
 * without TensorFlow: the first sends each other one a copy of every parameter and gets a gradient
 * of the same size back, whatever the batch. Both are float32; of a network that computes in
 * bfloat16 on GPUs the copies take half the bytes.
 *
 * @param name the network
 * @param replicas number of replicas, each on devices of its own
 * @param rows one for each layer with parameters
 */
public record ReplicaTraffic(String name, int replicas, ImmutableList<Row> rows) {

  /**
   * One layer, all towers together.
   *
   * @param layer its name
   * @param bytes float32 values of its parameters that cross in a step, in bytes; as many of their
   *     gradients come back
   */
  public record Row(String layer, long bytes) {}

  /**
   * Returns what crosses in a step.
   *
   * @param spec the network
   * @param replicas number of replicas
   */
  public static ReplicaTraffic of(AlexNetSpec spec, int replicas) {
    checkArgument(replicas > 0, "replicas must be positive, found %s", replicas);
    ParameterTable parameters = ParameterTable.of(spec);
    return new ReplicaTraffic(
        spec.name(),
        replicas,
        parameters.parameters().stream()
            .map(ParameterTable.Parameter::layer)
            .distinct()
            .map(layer -> new Row(layer, (replicas - 1L) * Float.BYTES * parameters.countOf(layer)))
            .collect(ImmutableList.toImmutableList()));
  }

  /** Returns the bytes of parameters that cross in a step; as many of gradients come back. */
  public long bytes() {
    return rows.stream().mapToLong(Row::bytes).sum();
  }

  /** Returns the table as text, in columns. */
  @Override
  public String toString() {
    int width = Math.max(6, rows.stream().mapToInt(row -> row.layer.length()).max().orElse(0));
    String line = "-".repeat(width + 42) + "\n";
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "Bytes between %d replicas of %s in a step\n\n%-" + width + "s  %19s  %19s\n",
                replicas,
                name,
                "layer",
                "parameters copied",
                "gradients gathered"));
    text.append(line);
    rows.forEach(row -> text.append(line(width, row.layer, row.bytes)).append('\n'));
    return text.append(line).append(line(width, "total", bytes())).toString();
  }

  private static String line(int width, String layer, long bytes) {
    return String.format(Locale.ROOT, "%-" + width + "s  %,19d  %,19d", layer, bytes, bytes);
  }
}
