package org.alexnet.common;

import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.proto.RewriterConfig.NumIterationsType;

/** How often TensorFlow optimizes a graph. */
public final class GraphOptimization {
  /**
   * Once. TensorFlow does it twice if nothing else is said, for each kind of step before its first:
   * a third of the time of a short training, of which the second pass is half. It finds nothing in
   * these graphs: steps are as fast without it, and their results the same bits.
   */
  public static final GraphOptions ONCE =
      GraphOptions.newBuilder()
          .setRewriteOptions(
              RewriterConfig.newBuilder().setMetaOptimizerIterations(NumIterationsType.ONE))
          .build();

  private GraphOptimization() {}
}
