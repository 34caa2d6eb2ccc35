package org.alexnet.graph.report;

import static org.alexnet.graph.spec.Layer.Reads.ALL_TOWERS;
import static org.alexnet.graph.spec.Layer.Spread.FIRST_TOWER;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.Layer.AveragePool;
import org.alexnet.graph.spec.Layer.Conv;
import org.alexnet.graph.spec.Layer.Dense;
import org.alexnet.graph.spec.Layer.Dropout;
import org.alexnet.graph.spec.Layer.Dropout.Scaling;
import org.alexnet.graph.spec.Layer.LocalResponseNorm;
import org.alexnet.graph.spec.Layer.MaxPool;
import org.alexnet.graph.spec.Layer.Relu;
import org.alexnet.graph.spec.Layer.Tanh;
import org.alexnet.graph.spec.Layer.WithinMapNorm;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ShapeTrace;

/**
 * A network as a table to read: each layer with what it does, what it reads, its output, its
 * parameters and its devices.
 *
 * @param title the network in a line
 * @param rows one for each layer
 * @param total number of parameters
 */
public record NetworkTable(String title, ImmutableList<Row> rows, long total) {

  /**
   * One layer.
   *
   * @param layer its name
   * @param does what it does, all towers together
   * @param reads {@code own} or {@code all} towers; empty where that is no choice
   * @param output rows x columns x channels of its output, all towers together
   * @param parameters their number, all towers together
   * @param devices where its towers live
   */
  public record Row(
      String layer, String does, String reads, String output, long parameters, String devices) {}

  /**
   * The table of a network.
   *
   * @param spec the network
   * @param placement where its towers live
   */
  public static NetworkTable of(AlexNetSpec spec, Placement placement) {
    placement.requireFits(spec);
    ParameterTable parameters = ParameterTable.of(spec);
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    for (ShapeTrace.Step step : ShapeTrace.of(spec).steps()) {
      Layer layer = step.layer();
      rows.add(
          new Row(
              layer.name(),
              describe(layer),
              reads(layer),
              step.output().toString(),
              parameters.countOf(layer.name()),
              devices(layer, placement)));
    }
    String title =
        String.format(
            Locale.ROOT,
            "AlexNet (%s): %d tower%s, %dx%d RGB images, %d classes",
            spec.name(),
            spec.towers(),
            spec.towers() == 1 ? "" : "s",
            spec.imageSize(),
            spec.imageSize(),
            spec.classCount());
    return new NetworkTable(title, rows.build(), parameters.total());
  }

  /** The table as text, in columns. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(title).append("\n\n");
    int layer = width(6, Row::layer);
    int does = width(40, Row::does);
    int output = width(9, Row::output);
    String format = "%-" + layer + "s  %-" + does + "s  %-5s  %-" + output + "s  %12s  %s\n";
    String line = Strings.repeat("-", layer + does + output + 37) + "\n";
    text.append(
        String.format(
            Locale.ROOT, format, "layer", "kernels", "reads", "output", "parameters", "device"));
    text.append(line);
    for (Row row : rows) {
      String count = row.parameters == 0 ? "" : String.format(Locale.ROOT, "%,d", row.parameters);
      text.append(
          String.format(
              Locale.ROOT, format, row.layer, row.does, row.reads, row.output, count, row.devices));
    }
    text.append(line);
    return text.append(
            String.format(
                    Locale.ROOT,
                    format,
                    "total",
                    "",
                    "",
                    "",
                    String.format(Locale.ROOT, "%,d", total),
                    "")
                .stripTrailing())
        .toString();
  }

  /** Of the widest cell of a column, or more. */
  private int width(int least, Function<Row, String> cell) {
    return Math.max(least, rows.stream().mapToInt(row -> cell.apply(row).length()).max().orElse(0));
  }

  static String describe(Layer layer) {
    if (layer instanceof Conv conv) {
      String padding =
          conv.padding().isNone()
              ? ""
              : conv.padding().near() == conv.padding().far()
                  ? ", pad " + conv.padding().near()
                  : ", pad " + conv.padding().near() + "/" + conv.padding().far();
      return conv.kernels() + " of " + window(conv.size(), conv.stride()) + padding;
    }
    if (layer instanceof Dense dense) {
      return dense.units() + " units";
    }
    if (layer instanceof MaxPool pool) {
      return "max " + window(pool.size(), pool.stride()) + (pool.overhang() ? ", overhang" : "");
    }
    if (layer instanceof AveragePool pool) {
      return "mean " + window(pool.size(), pool.stride()) + (pool.overhang() ? ", overhang" : "");
    }
    if (layer instanceof WithinMapNorm norm) {
      return "within maps "
          + norm.size()
          + "x"
          + norm.size()
          + ", k="
          + brief(norm.bias())
          + ", alpha="
          + brief(norm.alpha())
          + ", beta="
          + brief(norm.beta());
    }
    if (layer instanceof LocalResponseNorm norm) {
      return "LRN n="
          + norm.neighbors()
          + ", k="
          + brief(norm.bias())
          + ", alpha="
          + brief(norm.alpha())
          + ", beta="
          + brief(norm.beta());
    }
    if (layer instanceof Dropout dropout) {
      return "dropout "
          + brief(dropout.rate())
          + (dropout.scaling() == Scaling.IN_TRAINING ? ", scaled in training" : "");
    }
    if (layer instanceof Relu) {
      return "ReLU";
    }
    if (layer instanceof Tanh) {
      return "tanh";
    }
    throw new AssertionError("no description of " + layer);
  }

  private static String window(int size, int stride) {
    return size + "x" + size + ", stride " + stride;
  }

  /** A number as people write it: 2 and not 2.0, 1e-4 and not 1.0E-4. */
  static String brief(double number) {
    return Double.toString(number).replaceFirst("\\.0(?=E|$)", "").toLowerCase(Locale.ROOT);
  }

  private static String reads(Layer layer) {
    if (layer instanceof Conv conv) {
      return conv.reads() == ALL_TOWERS ? "all" : "own";
    }
    if (layer instanceof LocalResponseNorm norm) {
      return norm.reads() == ALL_TOWERS ? "all" : "own";
    }
    return layer instanceof Dense dense ? (dense.reads() == ALL_TOWERS ? "all" : "own") : "";
  }

  private static String devices(Layer layer, Placement placement) {
    List<String> devices =
        layer instanceof Dense dense && dense.spread() == FIRST_TOWER
            ? List.of(placement.towers().get(0))
            : placement.distinctTowerDevices();
    return String.join(", ", devices);
  }
}
