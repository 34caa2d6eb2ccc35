package org.alexnet.export.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureGraphTest {
  /** More than Lucene takes by itself. */
  private static final int FEATURES = 1_100;

  private static final int IMAGES = 2_000;
  private static final int GROUPS = 10;

  @TempDir private Path folder;

  private final Random random = new Random(1);
  private final float[][] centers = new float[GROUPS][FEATURES];

  FeatureGraphTest() {
    for (float[] center : centers) {
      for (int i = 0; i < FEATURES; i++) {
        center[i] = (float) random.nextGaussian();
      }
    }
  }

  private float[] somethingNear(float[] center) {
    float[] features = center.clone();
    for (int i = 0; i < FEATURES; i++) {
      features[i] = Math.max(0, features[i] + (float) random.nextGaussian() / 2);
    }
    return features;
  }

  /** Against all distances, read from the other store; written in parts that are merged. */
  @Test
  void findsTheNearestOfThousands() throws IOException {
    try (FeatureStore.Writer array = new FeatureArray.Writer(folder, IMAGES, FEATURES);
        FeatureStore.Writer graph = new FeatureGraph.Writer(folder, IMAGES, FEATURES, 2.0)) {
      for (int i = 0; i < IMAGES; i++) {
        float[] image = somethingNear(centers[i % GROUPS]);
        array.write(image);
        graph.write(image);
      }
    }
    try (FeatureStore exact = FeatureArray.open(folder, IMAGES, FEATURES);
        FeatureStore graph = FeatureGraph.open(folder)) {
      int found = 0;
      for (int i = 0; i < 100; i++) {
        float[] query = somethingNear(centers[i % GROUPS]);
        List<Neighbor> nearest = graph.nearest(query, 6);
        assertThat(nearest).hasSize(6).isSortedAccordingTo(Neighbor.NEAREST_FIRST);
        List<Neighbor> common = new ArrayList<>(nearest);
        common.retainAll(exact.nearest(query, 6)); // by number and distance
        found += common.size();
      }
      assertThat(found).isGreaterThan(570); // of 600
      assertThat(graph.nearest(somethingNear(centers[0]), IMAGES)).hasSize(IMAGES);
    }
    try (Stream<Path> files = Files.list(folder.resolve("lucene"))) {
      assertThat(files.filter(each -> each.toString().endsWith(".vec"))).hasSize(1);
    }
  }

  @Test
  void whatWasNotCompletedIsNoIndex() throws IOException {
    try (FeatureStore.Writer graph = new FeatureGraph.Writer(folder, 2, FEATURES)) {
      graph.write(centers[0]);
    }
    assertThatThrownBy(() -> FeatureGraph.open(folder)).isInstanceOf(IOException.class);
  }
}
