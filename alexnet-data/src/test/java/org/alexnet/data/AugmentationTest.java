package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.alexnet.data.Augmentation.ColorNoise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {

  @Test
  void thePresetsAreThoseOfTheirSources() {
    assertThat(Augmentation.paper())
        .isEqualTo(new Augmentation(true, true, ColorNoise.EIGENVALUE, 0.1));
    assertThat(Augmentation.cudaConvnet())
        .isEqualTo(new Augmentation(true, true, ColorNoise.STANDARD_DEVIATION, 0.1));
    assertThat(Augmentation.none()).isEqualTo(new Augmentation(false, false, ColorNoise.NONE, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesADeviationThatIsNone(double deviation) {
    assertThatThrownBy(() -> Augmentation.paper().withColorNoiseStd(deviation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("colorNoiseStd must be at least 0, found " + deviation);
  }
}
