package org.alexnet.graph.savedmodel;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.graph.internal.Saver;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

/** A graph whose variables have become constants, as converters to other formats read it. */
public final class FrozenGraph {
  private static final String READ = "ReadVariableOp";

  private FrozenGraph() {}

  /**
   * Returns what some operations need of a session's graph, with the values that variables have.
   *
   * @param session the session
   * @param wanted names of the operations
   * @param variables all that they may read
   */
  public static GraphDef of(
      Session session, Collection<String> wanted, List<Saver.Variable> variables) {
    Map<String, Saver.Variable> byHandle = new HashMap<>();
    variables.forEach(each -> byHandle.put(each.handle().op().name(), each));
    GraphDef needed = GraphPruning.of(session.graph().toGraphDef(), wanted);
    List<NodeDef> nodes = new ArrayList<>();
    for (NodeDef node : needed.getNodeList()) {
      nodes.add(node.getOp().equals(READ) ? constant(session, node, byHandle) : node);
    }
    return GraphPruning.of(needed.toBuilder().clearNode().addAllNode(nodes).build(), wanted);
  }

  private static NodeDef constant(
      Session session, NodeDef read, Map<String, Saver.Variable> variables) {
    Saver.Variable variable = variables.get(GraphPruning.operation(read.getInput(0)));
    TensorProto.Builder value = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : variable.shape().asArray()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    try (Result result = session.runner().fetch(read.getName()).run()) {
      ByteDataBuffer data = ((TFloat32) result.get(0)).asRawTensor().data();
      byte[] bytes = new byte[Math.toIntExact(data.size())];
      data.read(bytes);
      value.setTensorContent(ByteString.copyFrom(bytes));
    }
    return NodeDef.newBuilder()
        .setName(read.getName())
        .setOp("Const")
        .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
        .putAttr("value", AttrValue.newBuilder().setTensor(value.setTensorShape(shape)).build())
        .build();
  }
}
