package org.alexnet.train.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeanPredictionsTest {

  /** One network says 1/2 and 1/2, the other 4/5 and 1/5: roots of 4/10 and 1/10, as 2 to 1. */
  private static MeanPredictions twoNetworks() {
    MeanPredictions means = new MeanPredictions(2);
    means.add(new float[] {7, 7});
    means.add(new float[] {(float) Math.log(4) - 3, -3});
    return means;
  }

  @Test
  void theGeometricMeanIsNowhereFromItself() {
    assertThat(twoNetworks().divergenceOf(new double[] {2 / 3.0, 1 / 3.0}))
        .isCloseTo(0, within(1e-7));
  }

  @Test
  void divergenceIsThatOfKullbackAndLeibler() {
    assertThat(twoNetworks().divergenceOf(new double[] {0.9, 0.1}))
        .isCloseTo(
            2 / 3.0 * Math.log(2 / 3.0 / 0.9) + 1 / 3.0 * Math.log(1 / 3.0 / 0.1), within(1e-7));
    assertThat(twoNetworks().divergenceOfArithmeticMeanOf(twoNetworks()))
        .isCloseTo(
            2 / 3.0 * Math.log(2 / 3.0 / 0.65) + 1 / 3.0 * Math.log(1 / 3.0 / 0.35), within(1e-7));
  }

  @Test
  void thatOfOneIsTheMeanOverTheNetworks() {
    MeanPredictions means = twoNetworks();

    assertThat(means.divergenceOfOneOf(means))
        .isCloseTo(
            (means.divergenceOf(new double[] {0.5, 0.5})
                    + means.divergenceOf(new double[] {0.8, 0.2}))
                / 2,
            within(1e-8));
  }

  @Test
  void networksMayBeOthersThanThoseOfTheMean() {
    MeanPredictions sure = new MeanPredictions(2);
    sure.add(new float[] {(float) Math.log(9), 0});

    assertThat(twoNetworks().divergenceOfOneOf(sure))
        .isCloseTo(twoNetworks().divergenceOf(new double[] {0.9, 0.1}), within(1e-7));
    assertThat(twoNetworks().divergenceOfArithmeticMeanOf(sure))
        .isCloseTo(twoNetworks().divergenceOf(new double[] {0.9, 0.1}), within(1e-7));
  }

  @Test
  void networksThatAreSureOfOneClassHaveMeansToo() {
    MeanPredictions sure = new MeanPredictions(2);
    sure.add(new float[] {1000, 0});

    assertThat(sure.divergenceOf(new double[] {1, 0})).isZero();
    assertThat(sure.divergenceOfOneOf(sure)).isZero();
  }

  @Test
  void equalNetworksAreTheirOwnMeans() {
    MeanPredictions means = new MeanPredictions(3);
    means.add(new float[] {1, 2, 3});
    means.add(new float[] {101, 102, 103});

    assertThat(means.divergenceOfOneOf(means)).isCloseTo(0, within(1e-6));
    assertThat(means.divergenceOfArithmeticMeanOf(means)).isCloseTo(0, within(1e-6));
  }

  @Test
  void aProbabilityOfZeroIsFarButNotInfinitelyFar() {
    assertThat(twoNetworks().divergenceOf(new double[] {1, 0})).isBetween(30.0, 40.0);
  }

  @Test
  void logitsOfOtherClassesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twoNetworks().add(new float[3]))
        .withMessage("logits must be 2 numbers, found 3");
  }
}
