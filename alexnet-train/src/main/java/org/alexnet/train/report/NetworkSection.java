package org.alexnet.train.report;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.report.NetworkCost;
import org.alexnet.graph.report.NetworkTable;
import org.alexnet.graph.spec.AlexNetSpec;

/**
 * A network as a table, once for all runs that trained it.
 *
 * @param runs names of the runs
 * @param title the network in a line
 * @param rows one for each layer
 * @param parameters their number
 * @param multiplyAdds of one image, forward
 */
record NetworkSection(
    String runs, String title, ImmutableList<Row> rows, String parameters, String multiplyAdds) {

  /** One layer, all towers together. */
  record Row(
      String layer,
      String operation,
      String towers,
      String output,
      String parameters,
      String multiplyAdds) {}

  /** Returns the different networks of some runs; other seeds are no other network. */
  static ImmutableList<NetworkSection> of(List<ReportedRun> runs) {
    ImmutableList.Builder<NetworkSection> tables = ImmutableList.builder();
    List<ReportedRun> left = new ArrayList<>(runs);
    while (!left.isEmpty()) {
      AlexNetSpec spec = spec(left.get(0));
      List<ReportedRun> same =
          left.stream()
              .filter(run -> spec(run).withSeed(spec.seed()).isSameNetworkAs(spec))
              .toList();
      tables.add(of(spec, same.stream().map(ReportedRun::name).collect(joining(", "))));
      left.removeAll(same);
    }
    return tables.build();
  }

  private static AlexNetSpec spec(ReportedRun run) {
    return run.run().checkpoint().spec();
  }

  private static NetworkSection of(AlexNetSpec spec, String runs) {
    NetworkTable table = NetworkTable.of(PlacedNetwork.onOneDevice(spec, "/CPU:0"));
    NetworkCost cost = NetworkCost.of(spec);
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    for (int i = 0; i < table.rows().size(); i++) {
      NetworkTable.Row layer = table.rows().get(i);
      rows.add(
          new Row(
              layer.layer(),
              layer.does(),
              layer.connectivity(),
              layer.output(),
              wholeOrNone(layer.parameters()),
              wholeOrNone(cost.rows().get(i).multiplyAdds())));
    }
    return new NetworkSection(
        runs,
        table.title(),
        rows.build(),
        Text.whole(table.total()),
        Text.whole(cost.multiplyAdds()));
  }

  private static String wholeOrNone(long count) {
    return count == 0 ? "" : Text.whole(count);
  }
}
