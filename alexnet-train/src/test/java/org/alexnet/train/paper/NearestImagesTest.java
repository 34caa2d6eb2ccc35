package org.alexnet.train.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestImagesTest {

  @Test
  void theNearestOthersAreFoundInOrder() {
    NearestImages images =
        new NearestImages(
            IntStream.of(0, 1, 3, 6, 10, 15, 21, 28).mapToObj(x -> new float[] {x, 0}).toList(),
            List.of(0, 0, 0, 0, 1, 1, 1, 1));

    assertThat(images.nearest(0)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(images.nearest(4)).containsExactly(3, 5, 2, 1, 0, 6);
  }

  @Test
  void precisionIsTheShareOfTheSameClass() {
    // seven images, so that each has all six others: 3 of 6 for each of the four, 2 of 6 for three
    NearestImages images =
        new NearestImages(
            IntStream.range(0, 7).mapToObj(x -> new float[] {x}).toList(),
            List.of(0, 0, 0, 0, 1, 1, 1));

    assertThat(images.precision()).isCloseTo((4 * 3 + 3 * 2) / 42.0, within(1e-12));
  }
}
