package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.alexnet.data.Augmentation.ColourNoise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {

  @Test
  void thePresetsAreThoseOfTheirSources() {
    assertThat(Augmentation.paper())
        .isEqualTo(new Augmentation(true, true, ColourNoise.EIGENVALUE, 0.1));
    assertThat(Augmentation.cudaConvnet())
        .isEqualTo(new Augmentation(true, true, ColourNoise.STANDARD_DEVIATION, 0.1));
    assertThat(Augmentation.none()).isEqualTo(new Augmentation(false, false, ColourNoise.NONE, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesADeviationThatIsNone(double deviation) {
    assertThatThrownBy(() -> Augmentation.paper().withColourNoiseStd(deviation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("colourNoiseStd must be at least 0, found " + deviation);
  }
}
