package org.alexnet.common;

import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.family.TType;

/**
 * Builders of operations whose scopes cost nothing.
 *
 * <p>Each {@code withSubScope} of builders made by {@link Ops#create} walks through all operations
 * of the graph, for names that came into it by another way, which takes nine tenths of the time
 * that a training graph takes to build. Names are as unique without that wherever one set of
 * builders adds all operations.
 */
public final class GraphOps {
  private GraphOps() {}

  /**
   * Returns the builders of an empty graph. They know the names of what they and their scopes add,
   * and of nothing else.
   *
   * @param graph the graph
   */
  public static Ops of(Graph graph) {
    return Ops.create(new Environment(graph));
  }

  /**
   * Returns the graph that builders add to.
   *
   * @param tf what {@link #of} returned, a scope of it, or TensorFlow's own builders of a graph
   */
  public static Graph graphOf(Ops tf) {
    ExecutionEnvironment environment = tf.scope().env();
    return environment instanceof Environment ours ? ours.graph : (Graph) environment;
  }

  /**
   * Returns the tensor of bfloat16 that a tensor was cast from, so without loss, or the tensor
   * itself if it was not.
   *
   * @param tensor of a graph
   */
  public static Output<?> beforeCast(Operand<?> tensor) {
    return tensor.op() instanceof GraphOperation operation
            && operation.type().equals("Cast")
            && operation.input(0).dataType() == DataType.DT_BFLOAT16
        ? operation.input(0)
        : tensor.asOutput();
  }

  /**
   * Returns parts side by side; TensorFlow refuses to concatenate a single one.
   *
   * @param axis along which, counted from the last if negative
   */
  public static <T extends TType> Operand<T> joined(Ops tf, List<Operand<T>> parts, int axis) {
    return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(axis));
  }

  /** A graph that the scopes do not recognize as one, and so do not walk through. */
  private static final class Environment implements ExecutionEnvironment {
    private final Graph graph;
    private final Scope base = new OpScope(this);

    Environment(Graph graph) {
      this.graph = graph;
    }

    @Override
    public OperationBuilder opBuilder(String type, String name, Scope scope) {
      return graph.opBuilder(type, name, scope);
    }

    @Override
    public void attachFunction(ConcreteFunction function) {
      graph.attachFunction(function);
    }

    @Override
    public void checkInput(Operation input) {
      graph.checkInput(input);
    }

    @Override
    public Types environmentType() {
      return graph.environmentType();
    }

    @Override
    public Scope baseScope() {
      return base;
    }

    @Override
    public boolean isInitializer(Operation operation) {
      return graph.isInitializer(operation);
    }
  }
}
