package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.alexnet.data.Augmentation.PcaScale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {

  @Test
  void noneIsTheCenterUnchanged() {
    assertThat(Augmentation.none())
        .isEqualTo(new Augmentation(false, false, PcaScale.EIGENVALUE, 0));
  }

  @Test
  void refusesADrawForNoImages() {
    assertThatThrownBy(() -> Augmentation.none().withImagesPerDraw(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("imagesPerDraw must be positive, found 0");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesADeviationThatIsNone(double deviation) {
    assertThatThrownBy(() -> Augmentation.none().withPcaStd(deviation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pcaStd must be at least 0, found " + deviation);
  }
}
