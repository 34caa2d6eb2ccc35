package org.alexnet.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
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
   * @param bytesPerImage float32 values of one image that cross, in bytes
   */
  public record Edge(String source, String target, long bytesPerImage) {
    /** Whether it belongs to the backward pass. */
    public boolean isBackward() {
      return source.contains("/backward/") || source.contains("/link_gradient/");
    }

    /** The layer that reads: the first part of the target's name. */
    public String layer() {
      return target.contains("/") ? target.substring(0, target.indexOf('/')) : target;
    }
  }

  /** Bytes of one image that cross on the way forward. */
  public long forwardBytesPerImage() {
    return edges.stream().filter(edge -> !edge.isBackward()).mapToLong(Edge::bytesPerImage).sum();
  }

  /** Bytes of one image that cross on the way back. */
  public long backwardBytesPerImage() {
    return edges.stream().filter(Edge::isBackward).mapToLong(Edge::bytesPerImage).sum();
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
          "placement must give each tower a device of its own that is not the host's, found host "
              + placement.host()
              + " and towers "
              + placement.towers());
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
          edges.add(new Edge(source, node.getName(), bytes(graph, input)));
        }
      }
    }
    return new TowerLinks(edges.build());
  }

  private static long bytes(Graph graph, String input) {
    int colon = input.lastIndexOf(':');
    int output = colon < 0 ? 0 : Integer.parseInt(input.substring(colon + 1));
    Shape shape =
        graph.operation(colon < 0 ? input : input.substring(0, colon)).output(output).shape();
    long values = 1;
    for (int i = 1; i < Math.max(1, shape.numDimensions()); i++) {
      values *= shape.get(i);
    }
    return values * Float.BYTES;
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
