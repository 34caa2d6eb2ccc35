package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class AlexNetTest {
  private static final Placement CPU = Placement.onOneDevice("/CPU:0", 2);

  @TempDir private Path folder;

  @Test
  void buildsThePapersNetworkReadyToUse() {
    try (AlexNet network = AlexNet.build();
        TFloat32 images = TFloat32.tensorOf(Shape.of(1, 227, 227, 3));
        TFloat32 probabilities = network.probabilities(images)) {
      assertThat(network.spec()).isEqualTo(AlexNetSpec.paper());
      assertThat(network.placement()).isEqualTo(Placement.detect(2));
      assertThat(network.toString()).contains("60,965,224");
      assertThat(probabilities.shape()).isEqualTo(Shape.of(1, 1000));
      assertThat(sum(probabilities)).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void givesAnotherAnswerForAnotherImageAndTheSameForTheSame() {
    try (AlexNet network = AlexNet.build(SmallNetworks.narrowPaper(), CPU);
        TFloat32 black = TFloat32.tensorOf(Shape.of(2, 67, 67, 3));
        TFloat32 first = network.probabilities(black);
        TFloat32 second = network.probabilities(black)) {
      assertThat(GraphUnderTest.doubles(first)).isEqualTo(GraphUnderTest.doubles(second));
      assertThat(sum(first)).isCloseTo(2, within(1e-5));
    }
  }

  @Test
  void restoresWhatItSaved() {
    AlexNetSpec spec = SmallNetworks.narrowPaper();
    Path prefix = folder.resolve("weights");
    try (TFloat32 images = image();
        AlexNet saved = AlexNet.build(spec, CPU);
        AlexNet other = AlexNet.build(spec.withSeed(99), CPU)) {
      saved.save(prefix);
      try (TFloat32 expected = saved.probabilities(images);
          TFloat32 before = other.probabilities(images)) {
        assertThat(GraphUnderTest.doubles(before)).isNotEqualTo(GraphUnderTest.doubles(expected));
        other.restore(prefix);
        try (TFloat32 after = other.probabilities(images)) {
          assertThat(GraphUnderTest.doubles(after)).isEqualTo(GraphUnderTest.doubles(expected));
        }
      }
    }
  }

  @Test
  void refusesImagesOfAnotherSize() {
    try (AlexNet network = AlexNet.build(SmallNetworks.narrowPaper(), CPU);
        TFloat32 images = TFloat32.tensorOf(Shape.of(1, 68, 67, 3))) {
      assertThatThrownBy(() -> network.probabilities(images))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("batch must be [-1, 67, 67, 3], found [1, 68, 67, 3]");
    }
  }

  @Test
  void refusesAPlacementWithTooFewDevices() {
    assertThatThrownBy(() -> AlexNet.build(AlexNetSpec.paper(), Placement.of("/CPU:0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("placement has 1 devices, but the network has 2 towers");
  }

  private static TFloat32 image() {
    TFloat32 image = TFloat32.tensorOf(Shape.of(1, 67, 67, 3));
    image.scalars().forEachIndexed((at, value) -> value.setFloat((float) (at[1] - at[2])));
    return image;
  }

  private static double sum(TFloat32 values) {
    double sum = 0;
    for (double value : GraphUnderTest.doubles(values)) {
      sum += value;
    }
    return sum;
  }
}
