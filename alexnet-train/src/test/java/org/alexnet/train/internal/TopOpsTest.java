package org.alexnet.train.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;

class TopOpsTest {

  @Test
  void countsImagesWhoseClassIsAmongTheMostProbable() {
    float[][] probabilities = {{0.1f, 0.6f, 0.3f}, {0.5f, 0.2f, 0.3f}};

    assertThat(correct(probabilities, new int[] {1, 1}, 1)).isEqualTo(1);
    assertThat(correct(probabilities, new int[] {2, 1}, 2)).isEqualTo(1);
    assertThat(correct(probabilities, new int[] {0, 1}, 3)).isEqualTo(2);
  }

  @Test
  void equalProbabilitiesAreNotAllRight() {
    float[][] probabilities = {{0.25f, 0.25f, 0.25f, 0.25f}};

    assertThat(correct(probabilities, new int[] {0}, 1)).isEqualTo(1);
    assertThat(correct(probabilities, new int[] {3}, 1)).isZero();
    assertThat(correct(probabilities, new int[] {3}, 3)).isZero();
  }

  private static long correct(float[][] probabilities, int[] labels, int k) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      TopOps top = new TopOps(tf, tf.constant(probabilities));
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(top.correct(tf.constant(labels), k)).run()) {
        return ((TInt64) result.get(0)).getLong();
      }
    }
  }
}
