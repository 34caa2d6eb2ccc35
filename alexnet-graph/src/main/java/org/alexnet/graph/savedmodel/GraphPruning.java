package org.alexnet.graph.savedmodel;

import com.google.common.base.Splitter;
import com.google.common.collect.Iterables;
import com.google.common.collect.Maps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

/** Of a graph, what some of its operations need. */
final class GraphPruning {
  private GraphPruning() {}

  /**
   * Returns the operations that are wanted and all that they read or wait for, bound to no device.
   *
   * @param graph a whole graph
   * @param wanted names of operations
   */
  static GraphDef of(GraphDef graph, Collection<String> wanted) {
    Map<String, NodeDef> nodes = Maps.uniqueIndex(graph.getNodeList(), NodeDef::getName);
    Set<String> kept = new HashSet<>(wanted);
    Deque<String> next = new ArrayDeque<>(kept);
    while (!next.isEmpty()) {
      for (String input : nodes.get(next.pop()).getInputList()) {
        String name = operation(input);
        if (kept.add(name)) {
          next.push(name);
        }
      }
    }
    GraphDef.Builder pruned = graph.toBuilder().clearNode().clearLibrary();
    for (NodeDef node : graph.getNodeList()) {
      if (kept.contains(node.getName())) {
        pruned.addNode(node.toBuilder().clearDevice());
      }
    }
    return pruned.setLibrary(called(graph.getLibrary(), pruned.getNodeList())).build();
  }

  /** Returns the functions that operations call, and those that these call. */
  private static FunctionDefLibrary called(
      FunctionDefLibrary library, Collection<NodeDef> operations) {
    Map<String, FunctionDef> functions =
        Maps.uniqueIndex(library.getFunctionList(), function -> function.getSignature().getName());
    Set<String> kept = new HashSet<>();
    Deque<NodeDef> next = new ArrayDeque<>(operations);
    while (!next.isEmpty()) {
      for (AttrValue attribute : next.pop().getAttrMap().values()) {
        List<NameAttrList> named = new ArrayList<>(attribute.getList().getFuncList());
        named.add(attribute.getFunc());
        for (NameAttrList each : named) {
          String name = each.getName();
          if (functions.containsKey(name) && kept.add(name)) {
            next.addAll(functions.get(name).getNodeDefList());
          }
        }
      }
    }
    return library.toBuilder()
        .clearFunction()
        .addAllFunction(Maps.filterKeys(functions, kept::contains).values())
        .build();
  }

  /** The operation of {@code name:1}, an output, or of {@code ^name}, which is only waited for. */
  static String operation(String input) {
    String tensor = input.startsWith("^") ? input.substring(1) : input;
    return Iterables.get(Splitter.on(':').split(tensor), 0);
  }
}
