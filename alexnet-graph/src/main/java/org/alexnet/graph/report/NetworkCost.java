package org.alexnet.graph.report;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.FeatureMap;
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
   * @param multiplyAdds multiplications with an addition for one image, forward; of layers with
   *     weights alone
   * @param trainingMultiplyAdds the same of a step of training: as many again for the gradient of
   *     the weights and for that of the input, which nobody asks for where the input is the image
   * @param activationBytes what training keeps of one image for the backward pass
   * @param linkBytes what crosses between towers for one image in the forward pass; as much comes
   *     back in the backward pass
   */
  public record Row(
      String layer,
      FeatureMap output,
      long parameters,
      long multiplyAdds,
      long trainingMultiplyAdds,
      long activationBytes,
      long linkBytes) {}

  /**
   * Returns the cost of a network.
   *
   * @param spec the network
   */
  public static NetworkCost of(AlexNetSpec spec) {
    ParameterTable parameters = ParameterTable.of(spec);
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    ShapeTrace trace = ShapeTrace.of(spec);
    ShapeTrace.Step logits = trace.logits();
    for (ShapeTrace.Step step : trace.steps()) {
      String name = step.layer().name();
      long multiplyAdds = step.layer().multiplyAdds(step.read(), step.output());
      rows.add(
          new Row(
              name,
              step.output(),
              parameters.countOf(name),
              multiplyAdds,
              multiplyAdds * (readsImage(step, trace) ? 2 : 3),
              activationBytes(step, trace.image()),
              linkBytes(step) + (name.equals(logits.layer().name()) ? logitBytes(logits) : 0)));
    }
    return new NetworkCost(spec.name(), rows.build());
  }

  private static boolean readsImage(ShapeTrace.Step step, ShapeTrace trace) {
    return step.equals(trace.steps().get(0)) || step.layer().imageCount(trace.image()) > 0;
  }

  /** What the layer keeps, and what each tower has gathered of all towers, unfolded or blurred. */
  private static long activationBytes(ShapeTrace.Step step, FeatureMap image) {
    long ofImage = step.outputParts() * step.layer().imageCount(image);
    long unfolded = step.outputParts() * step.layer().unfoldedCount(step.read(), step.output());
    long gathered = step.isAllGather() ? step.outputParts() * step.input().size() : 0;
    return FLOAT * (step.layer().activationCount(step.output()) + unfolded + gathered + ofImage);
  }

  /** Each reader gets the parts of all towers but its own. */
  private static long linkBytes(ShapeTrace.Step step) {
    long copies = step.isAllGather() ? step.outputParts() : 0;
    return FLOAT * step.input().size() * copies * (step.inputParts() - 1) / step.inputParts();
  }

  /** The first tower gets the logits of all others. */
  private static long logitBytes(ShapeTrace.Step logits) {
    return FLOAT * (logits.output().channels() - logits.outputChannels(0));
  }

  /** Returns the number of parameters. */
  public long parameters() {
    return sum(Row::parameters);
  }

  /** Returns the multiply-adds of one image, forward. */
  public long multiplyAdds() {
    return sum(Row::multiplyAdds);
  }

  /** Returns the multiply-adds of one image in a step of training, forward and back. */
  public long trainingMultiplyAdds() {
    return sum(Row::trainingMultiplyAdds);
  }

  /** Returns the bytes of one image that cross between towers forward; as many come back. */
  public long linkBytes() {
    return sum(Row::linkBytes);
  }

  private long sum(ToLongFunction<Row> of) {
    return rows.stream().mapToLong(of).sum();
  }

  /** Returns the table as text, in columns. */
  @Override
  public String toString() {
    int width = Math.max(6, rows.stream().mapToInt(row -> row.layer.length()).max().orElse(0));
    String format = "%-" + width + "s  %-10s  %12s  %15s  %16s  %12s\n";
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
            "activation bytes",
            "link bytes"));
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
              count(row.activationBytes),
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
                    count(sum(Row::activationBytes)),
                    count(linkBytes()))
                .stripTrailing())
        .toString();
  }

  private static String count(long count) {
    return count == 0 ? "" : String.format(Locale.ROOT, "%,d", count);
  }
}
