package org.alexnet.graph.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.junit.jupiter.api.Test;

/** The network as a table to read. */
class NetworkTableTest {
  private static final Placement GPUS = Placement.twoGpus();

  @Test
  void tableOfThePaperIsThis() {
    assertThat(NetworkTable.of(new PlacedNetwork(Preset.PAPER.spec(), GPUS)).toString())
        .isEqualTo(
            """
        AlexNet (paper): 2 towers, 227x227 RGB images, 1000 classes

        layer  operation                            towers       output       parameters  device
        --------------------------------------------------------------------------------------------
        conv1  96 filters 11x11, stride 4           grouped      55x55x96         34,944  /GPU:0, /GPU:1
        relu1  ReLU                                              55x55x96                 /GPU:0, /GPU:1
        norm1  LRN n=5, k=2, alpha=1e-4, beta=0.75  grouped      55x55x96                 /GPU:0, /GPU:1
        pool1  max-pool 3x3, stride 2                            27x27x96                 /GPU:0, /GPU:1
        conv2  256 filters 5x5, stride 1, pad 2     grouped      27x27x256       307,456  /GPU:0, /GPU:1
        relu2  ReLU                                              27x27x256                /GPU:0, /GPU:1
        norm2  LRN n=5, k=2, alpha=1e-4, beta=0.75  grouped      27x27x256                /GPU:0, /GPU:1
        pool2  max-pool 3x3, stride 2                            13x13x256                /GPU:0, /GPU:1
        conv3  384 filters 3x3, stride 1, pad 1     cross-tower  13x13x384       885,120  /GPU:0, /GPU:1
        relu3  ReLU                                              13x13x384                /GPU:0, /GPU:1
        conv4  384 filters 3x3, stride 1, pad 1     grouped      13x13x384       663,936  /GPU:0, /GPU:1
        relu4  ReLU                                              13x13x384                /GPU:0, /GPU:1
        conv5  256 filters 3x3, stride 1, pad 1     grouped      13x13x256       442,624  /GPU:0, /GPU:1
        relu5  ReLU                                              13x13x256                /GPU:0, /GPU:1
        pool5  max-pool 3x3, stride 2                            6x6x256                  /GPU:0, /GPU:1
        fc6    4096 units                           cross-tower  4096         37,752,832  /GPU:0, /GPU:1
        relu6  ReLU                                              4096                     /GPU:0, /GPU:1
        drop6  dropout 0.5                                       4096                     /GPU:0, /GPU:1
        fc7    4096 units                           cross-tower  4096         16,781,312  /GPU:0, /GPU:1
        relu7  ReLU                                              4096                     /GPU:0, /GPU:1
        drop7  dropout 0.5                                       4096                     /GPU:0, /GPU:1
        fc8    1000 units                           cross-tower  1000          4,097,000  /GPU:0
        --------------------------------------------------------------------------------------------
        total                                                                 60,965,224""");
  }

  @Test
  void tableOfEveryKindOfLayerIsThis() {
    assertThat(
            NetworkTable.of(
                    new PlacedNetwork(TestSpecs.everyKind(), Placement.of("/GPU:1", "/CPU:3")))
                .toString())
        .isEqualTo(
            """
        AlexNet (every kind): 2 towers, 41x41 RGB images, 10 classes

        layer     operation                                                                             towers       output      parameters  device
        -----------------------------------------------------------------------------------------------------------------------------------------------
        conv1     8 filters 5x5, stride 2, pad 1/2                                                      grouped      20x20x8            608  /GPU:1, /CPU:3
        relu1     ReLU                                                                                               20x20x8                 /GPU:1, /CPU:3
        norm1     LRN n=3, k=1.5, alpha=2e-5, beta=0.6                                                  cross-tower  20x20x8                 /GPU:1, /CPU:3
        pool1     max-pool 3x3, stride 2, ceil mode                                                                  10x10x8                 /GPU:1, /CPU:3
        conv2     12 filters 3x3, stride 1, pad 1                                                       cross-tower  10x10x12           876  /GPU:1, /CPU:3
        lowres2   plus 8x8, stride 1, pad 0/4, of the image (blur 5x5, std 1.5, stride 3 from pixel 2)               10x10x12         2,304  /GPU:1, /CPU:3
        tanh2     tanh                                                                                               10x10x12                /GPU:1, /CPU:3
        mapnorm2  within-channel LRN 5x5, k=1.25, alpha=0.001, beta=0.8                                              10x10x12                /GPU:1, /CPU:3
        mean2     average-pool 3x3, stride 2                                                                         4x4x12                  /GPU:1, /CPU:3
        conv5     16 filters 3x3, stride 1, pad 1                                                       grouped      4x4x16             880  /GPU:1, /CPU:3
        act5      ReLU                                                                                               4x4x16                  /GPU:1, /CPU:3
        mean5     average-pool 3x3, stride 2, ceil mode                                                              2x2x16                  /GPU:1, /CPU:3
        local5    16 filters 4x4, stride 1, pad 0/3, locally connected                                  cross-tower  2x2x16          16,448  /GPU:1, /CPU:3
        sigmoid5  sigmoid                                                                                            2x2x16                  /GPU:1, /CPU:3
        fc6       24 units                                                                              cross-tower  24               1,560  /GPU:1, /CPU:3
        relu6     ReLU                                                                                               24                      /GPU:1, /CPU:3
        drop6     dropout 0.25, scaled in training                                                                   24                      /GPU:1, /CPU:3
        fc7       20 units                                                                              grouped      20                 260  /GPU:1, /CPU:3
        tanh7     tanh                                                                                               20                      /GPU:1, /CPU:3
        drop7     dropout 0.75                                                                                       20                      /GPU:1, /CPU:3
        fc8       10 units                                                                              cross-tower  10                 210  /GPU:1
        -----------------------------------------------------------------------------------------------------------------------------------------------
        total                                                                                                                        23,146""");
  }

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    AlexNetSpec cifar10 = Preset.CIFAR10.spec().withImageSize(3000);
    String table = NetworkTable.of(PlacedNetwork.onOneDevice(cifar10, "/CPU:7")).toString();

    assertThat(table)
        .startsWith("AlexNet (cifar10): 1 tower, 3000x3000 RGB images, 10 classes\n\nlayer ");
    assertThat(table.lines().filter(line -> line.endsWith("/CPU:7")).mapToInt(String::length))
        .hasSize(12)
        .containsOnly(table.lines().skip(2).findFirst().orElseThrow().length());
  }

  @Test
  void tableIsTheSameInEveryCountry() {
    // given
    String here = NetworkTable.of(new PlacedNetwork(Preset.PAPER.spec(), GPUS)).toString();
    Locale before = Locale.getDefault();
    try {
      for (String tag : new String[] {"de-DE", "ar-EG", "tr-TR"}) {
        // when
        Locale.setDefault(Locale.forLanguageTag(tag));

        // then
        assertThat(NetworkTable.of(new PlacedNetwork(Preset.PAPER.spec(), GPUS)))
            .as(tag)
            .hasToString(here);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void numbersAreAsPeopleWriteThem() {
    // given
    AlexNetSpec spec =
        Preset.PAPER
            .spec()
            .withLayers(
                "norm1",
                layer ->
                    layer.name().equals("norm1")
                        ? new LocalResponseNorm("norm1", 3, 1.5, 2.5e-5, 1)
                        : layer);

    // then
    assertThat(NetworkTable.of(new PlacedNetwork(spec, GPUS)).rows().get(2).does())
        .isEqualTo("LRN n=3, k=1.5, alpha=2.5e-5, beta=1");
  }
}
