package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresetDiffTest {

  @Test
  void thePaperAndTheCodeDifferInThis() {
    assertThat(PresetDiff.of(Preset.PAPER, Preset.CUDA_CONVNET).toString())
        .isEqualTo(
            """
                               paper                                           cuda-convnet
            image              227x227                                         224x224
            order after conv1  conv1, relu1, norm1, pool1                      conv1, norm1, pool1, relu1
            order after conv2  conv2, relu2, norm2, pool2                      conv2, relu2, norm2, mapnorm2, pool2
            order after conv5  conv5, relu5, pool5                             conv5, pool5, relu5
            conv1              96 of 11x11, stride 4                           96 of 11x11, stride 4, pad 0/3
            norm1              LRN n=5, k=2, alpha=1e-4, beta=0.75, own tower  LRN n=5, k=2, alpha=2e-5, beta=0.75, own tower
            norm2              LRN n=5, k=2, alpha=1e-4, beta=0.75, own tower  LRN n=5, k=2, alpha=2e-5, beta=0.75, own tower
            conv3 weights      N(0, 0.01)                                      N(0, 0.03)
            conv4 weights      N(0, 0.01)                                      N(0, 0.03)
            conv5 weights      N(0, 0.01)                                      N(0, 0.03)
            rate of biases     as weights                                      0.02 whatever that of weights
            decay of biases    as weights                                      none
            mapnorm2           -                                               within maps 5x5, k=1, alpha=4e-5, beta=0.75""");
  }

  @Test
  void thePaperAndCaffeDifferInThirteenThings() {
    assertThat(PresetDiff.of(Preset.PAPER, Preset.CAFFE).rows())
        .extracting(PresetDiff.Row::what)
        .containsExactly(
            "norm1",
            "conv2 biases",
            "norm2",
            "conv4 biases",
            "conv5 biases",
            "fc6 weights",
            "fc6 biases",
            "drop6",
            "fc7 weights",
            "fc7 biases",
            "drop7",
            "rate of biases",
            "decay of biases");
  }

  @ParameterizedTest
  @EnumSource
  void aNetworkDiffersInNothingFromItself(Preset preset) {
    assertThat(PresetDiff.of(preset, preset).rows()).isEmpty();
    assertThat(PresetDiff.of(preset, preset))
        .hasToString(preset + " and " + preset + " differ in nothing");
  }
}
