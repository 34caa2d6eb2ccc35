package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.Optional;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.proto.GraphDef;

/** A look at the variables of a training between two steps. It changes nothing. */
public interface Inspection {

  /**
   * Returns the norms of the weights of each layer and of what the last step added to them, summed
   * up in the graph. It takes one pass over the parameters and one over their velocities.
   *
   * @param rates the learning rates of the last step
   * @throws IOException if a process of the cluster is lost
   */
  ImmutableList<LayerNorms> norms(LearningRates rates) throws IOException;

  /**
   * Returns the name of a variable that holds a value which is not finite, if there is any: what
   * the last step made can be broken although the loss before it was not.
   *
   * @throws IOException if a process of the cluster is lost
   */
  Optional<String> brokenVariable() throws IOException;

  /**
   * Returns a copy of a parameter, its last axis running fastest.
   *
   * @param parameter one of the network's
   * @throws IOException if a process of the cluster is lost
   */
  float[] values(Parameter parameter) throws IOException;

  /** Returns the graph that trains. */
  GraphDef graph();
}
