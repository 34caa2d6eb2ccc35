package org.alexnet.graph.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.Placement;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.NodeDef;

/**
 * An audit of a built graph: every edge that carries data from one tower's device to another's.
 *
 * <p>Control edges carry no data and are not counted. What one tower sends another by way of the
 * host, or of an operation without a device, is found where it arrives.
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
    /** Returns whether it belongs to the backward pass. */
    public boolean isBackward() {
      return source.contains("/backward/");
    }

    /** Returns the layer that reads: the first part of the target's name. */
    public String layer() {
      return target.contains("/") ? target.substring(0, target.indexOf('/')) : target;
    }
  }

  /** Returns the bytes of one image that cross in the forward pass. */
  public long forwardBytesPerImage() {
    return edges.stream().filter(edge -> !edge.isBackward()).mapToLong(Edge::bytesPerImage).sum();
  }

  /** Returns the bytes of one image that cross in the backward pass. */
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
    ImmutableSet<Device> devices = ImmutableSet.copyOf(placement.towers());
    if (devices.size() < placement.towers().size() || devices.contains(placement.host())) {
      throw new IllegalArgumentException(
          "placement must give each tower a device of its own that is not the host's, found host "
              + placement.host()
              + " and towers "
              + placement.towers());
    }
    Data data = new Data(graph, placement);
    ImmutableList.Builder<Edge> edges = ImmutableList.builder();
    for (NodeDef node : data.nodes.values()) {
      int to = data.tower(node);
      for (String input : node.getInputList()) {
        if (to >= 0 && data.towersBehind(source(input)).stream().anyMatch(from -> from != to)) {
          edges.add(new Edge(source(input), node.getName(), bytes(graph, input)));
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

  private static String source(String input) {
    return input.replaceFirst(":\\d+$", "");
  }

  /** Which towers' data an operation gives on. */
  private static final class Data {
    private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
    private final Map<String, Set<Integer>> behind = new HashMap<>();
    private final Placement placement;

    Data(Graph graph, Placement placement) {
      this.placement = placement;
      graph.toGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
    }

    /** The tower on whose device an operation is; -1 for the host's and for none. */
    int tower(NodeDef node) {
      for (int tower = 0; tower < placement.towers().size(); tower++) {
        if (node.getDevice().equals(placement.towerDevice(tower).toString())) {
          return tower;
        }
      }
      return -1;
    }

    /** Its own tower, or, through operations that are on none, those whose data reach it. */
    Set<Integer> towersBehind(String name) {
      NodeDef node = nodes.get(name); // null for control inputs, which begin with ^
      if (node == null) {
        return Set.of();
      }
      if (tower(node) >= 0) {
        return Set.of(tower(node));
      }
      Set<Integer> known = behind.get(name);
      if (known == null) {
        known = new HashSet<>();
        behind.put(name, known);
        for (String input : node.getInputList()) {
          known.addAll(towersBehind(source(input)));
        }
      }
      return known;
    }
  }
}
