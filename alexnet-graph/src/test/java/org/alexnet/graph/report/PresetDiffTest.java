package org.alexnet.graph.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.alexnet.graph.preset.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresetDiffTest {

  @Test
  void thePaperAndTheCodeDifferInThis() {
    assertThat(PresetDiff.of(Preset.PAPER, Preset.CUDA_CONVNET).toString())
        .isEqualTo(
            """
                                              paper                                                        cuda-convnet
            image                             227x227                                                      224x224
            order after conv1                 conv1, relu1, norm1, pool1                                   conv1, norm1, pool1, relu1
            order after conv2                 conv2, relu2, norm2, pool2                                   conv2, relu2, norm2, mapnorm2, pool2
            order after conv5                 conv5, relu5, pool5                                          conv5, pool5, relu5
            conv1                             96 filters 11x11, stride 4, grouped                          96 filters 11x11, stride 4, pad 0/3, grouped
            norm1                             LRN n=5, k=2, alpha=1e-4, beta=0.75, grouped                 LRN n=5, k=2, alpha=2e-5, beta=0.75, grouped
            norm2                             LRN n=5, k=2, alpha=1e-4, beta=0.75, grouped                 LRN n=5, k=2, alpha=2e-5, beta=0.75, grouped
            conv3 weights                     N(0, 0.01)                                                   N(0, 0.03)
            conv4 weights                     N(0, 0.01)                                                   N(0, 0.03)
            conv5 weights                     N(0, 0.01)                                                   N(0, 0.03)
            learning rate of biases           as weights                                                   0.02 whatever that of weights
            decay of biases                   as weights                                                   none
            schedule                          x 0.1 after 3 epochs without a lower error, at most 3 times  x 0.1 after epochs [25, 51, 79]
            epochs                            90                                                           91
            draws of both                     for each image                                               for 32 images together
            mean subtracted                   at the crop's place, mirrored with it                        its center, never mirrored
            PCA color                         0.1 eigenvalues of pixels in 0..1                            0.1 standard deviations, divided by 1.1
            mapnorm2                          -                                                            within-channel LRN 5x5, k=1, alpha=4e-5, beta=0.75
            learning rate of conv1 (weights)  -                                                            after 67 epochs: 0.00001
            learning rate of conv1 (biases)   -                                                            after 67 epochs: 0.002
            augmentation                      -                                                            after 67 epochs: random crops, flips, no PCA color augmentation
            learning rate of conv1            -                                                            after 72 epochs: 0""");
  }

  @Test
  void thePaperAndCaffeDifferInThis() {
    assertThat(PresetDiff.of(Preset.PAPER, Preset.CAFFE).toString())
        .isEqualTo(
            """
                                     paper                                                        caffe
            norm1                    LRN n=5, k=2, alpha=1e-4, beta=0.75, grouped                 LRN n=5, k=1, alpha=2e-5, beta=0.75, cross-tower
            conv2 biases             1                                                            0.1
            norm2                    LRN n=5, k=2, alpha=1e-4, beta=0.75, grouped                 LRN n=5, k=1, alpha=2e-5, beta=0.75, cross-tower
            conv4 biases             1                                                            0.1
            conv5 biases             1                                                            0.1
            fc6 weights              N(0, 0.01)                                                   N(0, 0.005)
            fc6 biases               1                                                            0.1
            drop6                    dropout 0.5                                                  dropout 0.5, scaled in training
            fc7 weights              N(0, 0.01)                                                   N(0, 0.005)
            fc7 biases               1                                                            0.1
            drop7                    dropout 0.5                                                  dropout 0.5, scaled in training
            learning rate of biases  as weights                                                   2 times that of weights
            decay of biases          as weights                                                   none
            schedule                 x 0.1 after 3 epochs without a lower error, at most 3 times  x 0.1 after epochs [20, 40, 60, 80]
            batch size               128                                                          256
            PCA color                0.1 eigenvalues of pixels in 0..1                            none""");
  }

  @Test
  void theCifarNetworkAndThePaperDifferInThis() {
    assertThat(PresetDiff.of(Preset.CIFAR10, Preset.PAPER).toString())
        .isEqualTo(
            """
                                     cifar10                                                             paper
            image                    32x32                                                               227x227
            towers                   1                                                                   2
            order after conv1        conv1, pool1, relu1, mapnorm1                                       conv1, relu1, norm1, pool1
            order after conv2        conv2, relu2, pool2, mapnorm2                                       conv2, relu2, norm2, pool2
            order after conv3        conv3, relu3, pool3                                                 conv3, relu3
            order after fc10         fc10                                                                -
            conv1                    32 filters 5x5, stride 1, pad 2, grouped                            96 filters 11x11, stride 4, grouped
            conv1 weights            N(0, 1e-4)                                                          N(0, 0.01)
            pool1                    max-pool 3x3, stride 2, ceil mode                                   max-pool 3x3, stride 2
            mapnorm1                 within-channel LRN 3x3, k=1, alpha=5.555555555555556e-6, beta=0.75  -
            conv2                    32 filters 5x5, stride 1, pad 2, grouped                            256 filters 5x5, stride 1, pad 2, grouped
            conv2 biases             0                                                                   1
            pool2                    average-pool 3x3, stride 2, ceil mode                               max-pool 3x3, stride 2
            mapnorm2                 within-channel LRN 3x3, k=1, alpha=5.555555555555556e-6, beta=0.75  -
            conv3                    64 filters 5x5, stride 1, pad 2, grouped                            384 filters 3x3, stride 1, pad 1, cross-tower
            pool3                    average-pool 3x3, stride 2, ceil mode                               -
            fc10                     10 units, cross-tower                                               -
            fc10 weights             N(0, 0.01)                                                          -
            fc10 biases              0                                                                   -
            weight decay             0.004                                                               0.0005
            learning rate of biases  2 times that of weights                                             as weights
            decay of biases          none                                                                as weights
            multipliers of layers    fc10 learning rate x1, decay x250                                   -
            learning rate            0.001                                                               0.01
            schedule                 x 0.1 after epochs [120, 130]                                       x 0.1 after 3 epochs without a lower error, at most 3 times
            epochs                   140                                                                 90
            stored image             32x32                                                               256x256
            crops                    center                                                              random
            flips                    no                                                                  yes
            PCA color                none                                                                0.1 eigenvalues of pixels in 0..1
            order after conv4        -                                                                   conv4, relu4
            order after conv5        -                                                                   conv5, relu5, pool5
            order after fc6          -                                                                   fc6, relu6, drop6
            order after fc7          -                                                                   fc7, relu7, drop7
            order after fc8          -                                                                   fc8
            norm1                    -                                                                   LRN n=5, k=2, alpha=1e-4, beta=0.75, grouped
            norm2                    -                                                                   LRN n=5, k=2, alpha=1e-4, beta=0.75, grouped
            conv4                    -                                                                   384 filters 3x3, stride 1, pad 1, grouped
            conv4 weights            -                                                                   N(0, 0.01)
            conv4 biases             -                                                                   1
            relu4                    -                                                                   ReLU
            conv5                    -                                                                   256 filters 3x3, stride 1, pad 1, grouped
            conv5 weights            -                                                                   N(0, 0.01)
            conv5 biases             -                                                                   1
            relu5                    -                                                                   ReLU
            pool5                    -                                                                   max-pool 3x3, stride 2
            fc6                      -                                                                   4096 units, cross-tower
            fc6 weights              -                                                                   N(0, 0.01)
            fc6 biases               -                                                                   1
            relu6                    -                                                                   ReLU
            drop6                    -                                                                   dropout 0.5
            fc7                      -                                                                   4096 units, cross-tower
            fc7 weights              -                                                                   N(0, 0.01)
            fc7 biases               -                                                                   1
            relu7                    -                                                                   ReLU
            drop7                    -                                                                   dropout 0.5
            fc8                      -                                                                   1000 units, cross-tower
            fc8 weights              -                                                                   N(0, 0.01)
            fc8 biases               -                                                                   0""");
  }

  @Test
  void twoRunsDifferInThis() {
    assertThat(diff("145", "147"))
        .isEqualTo(
            """
                                                  145                                                              147
            pool1                                 max-pool 3x3, stride 2                                           max-pool 2x2, stride 2, ceil mode
            conv2                                 256 filters 5x5, stride 1, pad 2, grouped                        256 filters 5x5, stride 1, pad 1, grouped
            pool2                                 max-pool 3x3, stride 2                                           max-pool 2x2, stride 2, ceil mode
            conv5                                 256 filters 3x3, stride 1, pad 1, grouped                        256 filters 3x3, stride 1, grouped
            pool5                                 max-pool 3x3, stride 2                                           max-pool 2x2, stride 2, ceil mode
            schedule                              x 0.1 after epochs [25, 51, 79]                                  x 0.1 after epochs [23, 51, 79]
            epochs                                91                                                               90
            learning rate of conv1 (weights)      after 67 epochs: 0.00001                                         -
            learning rate of conv1 (biases)       after 67 epochs: 0.002                                           -
            augmentation                          after 67 epochs: random crops, flips, no PCA color augmentation  -
            learning rate of conv1                after 72 epochs: 0                                               after 79 epochs: 0
            ILSVRC-2012 validation, 10 crops      top-1 40.664 %, top-5 18.21 %, cross-entropy 1.741473            top-1 41.058 %, top-5 18.51 %, cross-entropy 1.757644
            in the paper                          table 2: 40.7 / 18.2                                             section 3.4: 0.39 / 0.30 above 145
            learning rate of all layers (biases)  -                                                                after 51 epochs: 0.002""");
  }

  @Test
  void theLowResolutionIsAmongTheDifferences() {
    assertThat(diff("145", "141").lines().map(line -> line.replaceAll("  +", " | ")))
        .startsWith(
            " | 145 | 141",
            "order after conv2 | conv2, relu2, norm2, mapnorm2, pool2"
                + " | conv2, lowres2, relu2, norm2, mapnorm2, pool2",
            "conv1 | 96 filters 11x11, stride 4, pad 0/3, grouped"
                + " | 64 filters 11x11, stride 4, pad 0/3, grouped",
            "schedule | x 0.1 after epochs [25, 51, 79] | x 0.1 after epochs [23, 48]")
        .contains(
            "lowres2 | - | plus 5x5, stride 2, pad 0/1, of the image (blur 9x9, std 4, stride 4 from"
                + " pixel 2)",
            "lowres2 weights | - | N(0, 0.01)",
            "conv6 | - | 256 filters 3x3, stride 1, pad 1, cross-tower");
  }

  @Test
  void aRunDiffersFromItsPresetInWhatItReached() {
    assertThat(diff("CUDA-CONVNET", "145"))
        .isEqualTo(
            """
                                              cuda-convnet  145
            begins from                       -             random
            trained on                        -             ILSVRC-2012
            ILSVRC-2012 validation, 10 crops  -             top-1 40.664 %, top-5 18.21 %, cross-entropy 1.741473
            in the paper                      -             table 2: 40.7 / 18.2""");
  }

  @Test
  void whatIsNeitherPresetNorRunIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> diff("145", "146"))
        .withMessage(
            "preset or run must be one of [paper, cuda-convnet, caffe, cifar10, 145, 145-135,"
                + " 145-2010, 145-half, 147, 148, 149, 150, 141, 141-2009, 141-2012-2009,"
                + " 141-2010-2009, 146-2009, 146-2011, 146-2012-2011, 146-2012-2009, 18pct, 19pct,"
                + " conv-local-13pct], found '146'");
  }

  private static String diff(String left, String right) {
    return PresetDiff.of(Description.of(left), Description.of(right)).toString();
  }

  @ParameterizedTest
  @EnumSource
  void aNetworkDiffersInNothingFromItself(Preset preset) {
    assertThat(PresetDiff.of(preset, preset).rows()).isEmpty();
    assertThat(PresetDiff.of(preset, preset))
        .hasToString(preset + " and " + preset + " differ in nothing");
  }
}
