package org.alexnet.graph.report;

import static com.google.common.base.Preconditions.checkArgument;
import static org.alexnet.graph.spec.Layer.Reads.ALL_TOWERS;
import static org.alexnet.graph.spec.Layer.Spread.FIRST_TOWER;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.Layer.Conv;
import org.alexnet.graph.spec.Layer.Dense;
import org.alexnet.graph.spec.Layer.LocalResponseNorm;
import org.alexnet.graph.spec.Layer.WithinMapNorm;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ShapeTrace;

/**
 * What a network costs, computed from its layers without TensorFlow.
 *
 * @param name the network
 * @param rows one for each layer
 */
public record NetworkCost(String name, ImmutableList<Row> rows) {
  private static final long FLOAT = Float.BYTES;

  /**
   * One layer, all towers together.
   *
   * @param layer its name
   * @param output shape of its output
   * @param parameters their number
   * @param multiplyAdds multiplications with an addition for one image, forward; of convolutions
   *     and dense layers alone
   * @param keptBytes what training keeps of one image for the way back
   * @param linkBytes what crosses between towers for one image on the way forward; as much comes
   *     back
   */
  public record Row(
      String layer,
      ShapeTrace.FeatureMap output,
      long parameters,
      long multiplyAdds,
      long keptBytes,
      long linkBytes) {}

  /**
   * The cost of a network.
   *
   * @param spec the network
   */
  public static NetworkCost of(AlexNetSpec spec) {
    ParameterTable parameters = ParameterTable.of(spec);
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    for (ShapeTrace.Step step : ShapeTrace.of(spec).steps()) {
      String name = step.layer().name();
      boolean readsImage = step.layer() == spec.layers().get(0);
      rows.add(
          new Row(
              name,
              step.output(),
              parameters.countOf(name),
              multiplyAdds(step, parameters),
              keptBytes(step, readsImage ? 1 : spec.towers()),
              readsImage ? 0 : linkBytes(step, spec.towers())));
    }
    return new NetworkCost(spec.name(), rows.build());
  }

  /** Every weight of a convolution is used once for each pixel of the output. */
  private static long multiplyAdds(ShapeTrace.Step step, ParameterTable parameters) {
    long biases = step.output().channels();
    long weights = parameters.countOf(step.layer().name()) - biases;
    if (step.layer() instanceof Conv) {
      return weights * step.output().height() * step.output().width();
    }
    return step.layer() instanceof Dense ? weights : 0;
  }

  /** The output; of a normalization two more of its size; of a link what each tower gathers. */
  private static long keptBytes(ShapeTrace.Step step, int towers) {
    boolean norm =
        step.layer() instanceof LocalResponseNorm || step.layer() instanceof WithinMapNorm;
    long gathered = towers > 1 && readsAll(step.layer()) ? readers(step.layer(), towers) : 0;
    return FLOAT * (step.output().size() * (norm ? 3L : 1L) + gathered * step.input().size());
  }

  private static long linkBytes(ShapeTrace.Step step, int towers) {
    if (!readsAll(step.layer())) {
      return 0;
    }
    // Each reader gets the parts of all towers but its own.
    return FLOAT * step.input().size() * readers(step.layer(), towers) * (towers - 1) / towers;
  }

  private static int readers(Layer layer, int towers) {
    return layer instanceof Dense dense && dense.spread() == FIRST_TOWER ? 1 : towers;
  }

  static boolean readsAll(Layer layer) {
    if (layer instanceof Conv conv) {
      return conv.reads() == ALL_TOWERS;
    }
    if (layer instanceof Dense dense) {
      return dense.reads() == ALL_TOWERS;
    }
    return layer instanceof LocalResponseNorm norm && norm.reads() == ALL_TOWERS;
  }

  /** Number of parameters. */
  public long parameters() {
    return sum(Row::parameters);
  }

  /** Multiply-adds of one image, forward. */
  public long multiplyAdds() {
    return sum(Row::multiplyAdds);
  }

  /** Bytes of one image that cross between towers on the way forward; as many come back. */
  public long linkBytes() {
    return sum(Row::linkBytes);
  }

  /**
   * An estimate of the memory of training: value, velocity and gradient of each parameter, and what
   * is kept of each image of a batch. What the runtime itself takes comes on top.
   *
   * @param batchSize images in an update
   * @return bytes, all towers together; {@link Long#MAX_VALUE} if they are more
   */
  public long trainingBytes(int batchSize) {
    checkArgument(batchSize > 0, "batchSize must be positive, found %s", batchSize);
    return LongMath.saturatedAdd(
        LongMath.saturatedMultiply(3 * FLOAT, parameters()),
        LongMath.saturatedMultiply(batchSize, sum(Row::keptBytes)));
  }

  private long sum(ToLongFunction<Row> of) {
    return rows.stream().mapToLong(of).sum();
  }

  /** The table as text, in columns. */
  @Override
  public String toString() {
    int width = Math.max(6, rows.stream().mapToInt(row -> row.layer.length()).max().orElse(0));
    String format = "%-" + width + "s  %-10s  %12s  %15s  %14s  %14s\n";
    String line = "-".repeat(width + 75) + "\n";
    StringBuilder text = new StringBuilder("Cost of " + name + ", one image\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            format,
            "layer",
            "output",
            "parameters",
            "multiply-adds",
            "kept, bytes",
            "linked, bytes"));
    text.append(line);
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              format,
              row.layer,
              row.output,
              count(row.parameters),
              count(row.multiplyAdds),
              count(row.keptBytes),
              count(row.linkBytes)));
    }
    return text.append(line)
        .append(
            String.format(
                    Locale.ROOT,
                    format,
                    "total",
                    "",
                    count(parameters()),
                    count(multiplyAdds()),
                    count(sum(Row::keptBytes)),
                    count(linkBytes()))
                .stripTrailing())
        .toString();
  }

  private static String count(long count) {
    return count == 0 ? "" : String.format(Locale.ROOT, "%,d", count);
  }
}
