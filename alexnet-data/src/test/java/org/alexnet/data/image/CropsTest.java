package org.alexnet.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class CropsTest {
  @Test
  void averagesTheProbabilitiesOfTheTenCropsOfAnImage() {
    float[][] probabilities = new float[20][];
    for (int crop = 0; crop < 20; crop++) {
      float first = crop < 10 ? crop / 10f : 0.25f;
      probabilities[crop] = new float[] {first, 1 - first};
    }

    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var average = Crops.TEN.average(tf, tf.constant(probabilities));
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(average).run()) {
        TFloat32 means = (TFloat32) result.get(0);
        assertThat(means.shape().asArray()).containsExactly(2, 2);
        assertThat(means.getFloat(0, 0)).isCloseTo(0.45f, within(1e-6f));
        assertThat(means.getFloat(0, 1)).isCloseTo(0.55f, within(1e-6f));
        assertThat(means.getFloat(1, 0)).isCloseTo(0.25f, within(1e-6f));
        assertThat(means.getFloat(1, 1)).isCloseTo(0.75f, within(1e-6f));
      }
    }
  }

  @Test
  void theCenterCropIsItsOwnAverage() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var probabilities = tf.constant(new float[][] {{0.5f, 0.5f}});

      assertThat(Crops.CENTER.average(tf, probabilities)).isSameAs(probabilities);
    }
  }

  @Test
  void areOneOrTen() {
    assertThat(Crops.ofCount(1)).isEqualTo(Crops.CENTER);
    assertThat(Crops.ofCount(10)).isEqualTo(Crops.TEN);
    for (Crops crops : Crops.values()) {
      assertThat(Crops.ofCount(crops.count())).isEqualTo(crops);
    }
    for (int count : new int[] {-1, 0, 2, 9, 11}) {
      assertThatThrownBy(() -> Crops.ofCount(count))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("crops must be 1 or 10, found " + count);
    }
  }
}
