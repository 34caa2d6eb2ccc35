package org.alexnet.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.proto.NodeDef;

/**
 * An audit of a built graph: every edge that carries data from one tower's device to another's.
 *
 * <p>Control edges carry no data and are not counted; neither are edges from or to the host.
 *
 * @param edges the edges, in the order of the graph
 */
public record TowerLinks(ImmutableList<Edge> edges) {

  /**
   * One edge between towers.
   *
   * @param source name of the operation that gives the data
   * @param target name of the operation that reads them
   */
  public record Edge(String source, String target) {
    /** The layer that reads: the first part of the target's name. */
    public String layer() {
      return target.contains("/") ? target.substring(0, target.indexOf('/')) : target;
    }
  }

  /**
   * Finds the edges between towers in a graph.
   *
   * @param graph the graph
   * @param placement the placement it was built with, each tower on a device of its own
   * @throws IllegalArgumentException if two towers share a device, or one lives on the host's, so
   *     that the devices do not tell them apart
   */
  public static TowerLinks of(Graph graph, Placement placement) {
    ImmutableSet<String> devices = ImmutableSet.copyOf(placement.towers());
    if (devices.size() < placement.towers().size() || devices.contains(placement.host())) {
      throw new IllegalArgumentException(
          "placement must give each tower a device of its own that is not the host's, found "
              + placement);
    }
    Map<String, Integer> towerOf = new HashMap<>();
    for (NodeDef node : graph.toGraphDef().getNodeList()) {
      int tower = towerOf(node.getDevice(), placement);
      if (tower >= 0) {
        towerOf.put(node.getName(), tower);
      }
    }
    ImmutableList.Builder<Edge> edges = ImmutableList.builder();
    for (NodeDef node : graph.toGraphDef().getNodeList()) {
      for (String input : node.getInputList()) {
        String source = input.replaceFirst(":\\d+$", "");
        Integer from = towerOf.get(source); // null for control inputs, which begin with ^
        Integer to = towerOf.get(node.getName());
        if (from != null && to != null && !from.equals(to)) {
          edges.add(new Edge(source, node.getName()));
        }
      }
    }
    return new TowerLinks(edges.build());
  }

  private static int towerOf(String device, Placement placement) {
    for (int tower = 0; tower < placement.towers().size(); tower++) {
      if (device.equals(placement.towerDevice(tower).toString())) {
        return tower;
      }
    }
    return -1;
  }
}
