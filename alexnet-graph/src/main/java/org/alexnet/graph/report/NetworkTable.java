package org.alexnet.graph.report;

import static java.util.stream.Collectors.joining;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ChannelMixing;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ShapeTrace;

/**
 * A network as a table to read: each layer with what it does, which towers it reads, its output,
 * its parameters and its devices.
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
   * @param connectivity {@code grouped} or {@code cross-tower}; empty where that is no choice
   * @param output rows x columns x channels of its output, all towers together
   * @param parameters their number, all towers together
   * @param devices where its towers live
   */
  public record Row(
      String layer,
      String does,
      String connectivity,
      String output,
      long parameters,
      String devices) {}

  /**
   * The table of a network.
   *
   * @param network the network with its devices
   */
  public static NetworkTable of(PlacedNetwork network) {
    AlexNetSpec spec = network.spec();
    ParameterTable parameters = ParameterTable.of(spec);
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    for (ShapeTrace.Step step : ShapeTrace.of(spec).steps()) {
      Layer layer = step.layer();
      rows.add(
          new Row(
              layer.name(),
              layer.description(),
              connectivity(layer),
              step.output().toString(),
              parameters.countOf(layer.name()),
              devices(step, network.placement())));
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
    int width = width("layer", Row::layer);
    int does = width("operation", Row::does);
    int output = width("output", Row::output);
    String format = "%-" + width + "s  %-" + does + "s  %-11s  %-" + output + "s  %12s  %s\n";
    String line = Strings.repeat("-", 43 + width + does + output) + "\n";
    text.append(
        String.format(
            Locale.ROOT, format, "layer", "operation", "towers", "output", "parameters", "device"));
    text.append(line);
    for (Row row : rows) {
      String count = row.parameters == 0 ? "" : String.format(Locale.ROOT, "%,d", row.parameters);
      text.append(
          String.format(
              Locale.ROOT,
              format,
              row.layer,
              row.does,
              row.connectivity,
              row.output,
              count,
              row.devices));
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

  private int width(String title, Function<Row, String> column) {
    return rows.stream().map(column).mapToInt(String::length).reduce(title.length(), Math::max);
  }

  private static String connectivity(Layer layer) {
    return layer instanceof ChannelMixing mixing ? mixing.connectivity().word() : "";
  }

  private static String devices(ShapeTrace.Step step, Placement placement) {
    List<Device> towers = placement.towers().subList(0, step.outputParts());
    return towers.stream().distinct().map(Device::toString).collect(joining(", "));
  }
}
