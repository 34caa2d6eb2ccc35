package org.alexnet.train.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class TopOpsTest {

  @Test
  void countsImagesWhoseClassIsAmongTheMostProbable() {
    float[][] probabilities = {{0.1f, 0.6f, 0.3f}, {0.5f, 0.2f, 0.3f}};

    assertThat(correct(probabilities, new int[] {1, 1}, 1, 1)).isEqualTo(1);
    assertThat(correct(probabilities, new int[] {2, 1}, 1, 2)).isEqualTo(1);
    assertThat(correct(probabilities, new int[] {0, 1}, 1, 3)).isEqualTo(2);
  }

  @Test
  void equalProbabilitiesAreNotAllRight() {
    float[][] probabilities = {{0.25f, 0.25f, 0.25f, 0.25f}};

    assertThat(correct(probabilities, new int[] {0}, 1, 1)).isEqualTo(1);
    assertThat(correct(probabilities, new int[] {3}, 1, 1)).isZero();
    assertThat(correct(probabilities, new int[] {3}, 1, 3)).isZero();
  }

  @Test
  void averagesTheViewsOfAnImage() {
    float[][] views = {{0.9f, 0.1f}, {0.2f, 0.8f}, {0.2f, 0.8f}, {0.4f, 0.6f}};
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      TopOps answers = new TopOps(tf, tf.constant(views), 2);
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(answers.probabilities()).run()) {
        TFloat32 means = (TFloat32) result.get(0);
        assertThat(means.shape().asArray()).containsExactly(2, 2);
        assertThat(means.getFloat(0, 0)).isCloseTo(0.55f, within(1e-6f));
        assertThat(means.getFloat(1, 1)).isCloseTo(0.7f, within(1e-6f));
      }
    }
    assertThat(correct(views, new int[] {0, 1}, 2, 1)).isEqualTo(2);
  }

  private static long correct(float[][] probabilities, int[] labels, int views, int k) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      TopOps answers = new TopOps(tf, tf.constant(probabilities), views);
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(answers.correct(tf.constant(labels), k)).run()) {
        return ((TInt64) result.get(0)).getLong();
      }
    }
  }
}
