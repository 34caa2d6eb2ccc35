package org.alexnet.graph.reference;

import static org.alexnet.graph.Initialisation.PAPER;
import static org.alexnet.graph.Layer.Reads.ALL_TOWERS;
import static org.alexnet.graph.Layer.Reads.OWN_TOWER;
import static org.alexnet.graph.Layer.Spread.FIRST_TOWER;
import static org.alexnet.graph.Layer.Spread.OVER_TOWERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.alexnet.graph.AlexNetSpec;
import org.alexnet.graph.Layer.Conv;
import org.alexnet.graph.Layer.Dense;
import org.alexnet.graph.Layer.Dropout;
import org.alexnet.graph.Layer.LocalResponseNorm;
import org.alexnet.graph.Layer.MaxPool;
import org.alexnet.graph.Layer.Relu;
import org.alexnet.graph.Padding;
import org.alexnet.graph.ParameterTable;
import org.alexnet.graph.UpdateRule;
import org.junit.jupiter.api.Test;

/** The reference against numbers worked out by hand and against finite differences. */
class ReferenceNetworkTest {

  @Test
  void convolutionIsASumOverTheWindowAndThePaddingIsZero() {
    // given
    Conv layer = new Conv("conv", 1, 2, 1, new Padding(1, 0), OWN_TOWER, PAPER);
    Volume image = new Volume(1, 2, 2, 1, new double[] {1, 2, 3, 4});

    // when
    Volume output =
        new ReferenceConv(layer, new double[] {10, 20, 30, 40}, new double[] {0.5}).forward(image);

    // then: the lower right weight alone sees the first pixel
    assertThat(output.values()).containsExactly(40.5, 110.5, 140.5, 300.5);
  }

  @Test
  void normalisationDividesByThePowerOfTheNeighbours() {
    // given
    LocalResponseNorm layer = new LocalResponseNorm("norm", 3, 1, 0.5, 2);
    Volume maps = new Volume(1, 1, 1, 4, new double[] {1, 2, 0, 4});

    // when
    Volume output = ReferenceNorm.forward(layer, maps);

    // then
    assertThat(output.values())
        .containsExactly(
            new double[] {1 / (3.5 * 3.5), 2 / (3.5 * 3.5), 0, 4.0 / 81}, within(1e-15));
  }

  @Test
  void overlappingWindowsGiveTheirGradientToOneWinner() {
    // given
    MaxPool layer = new MaxPool("pool", 3, 2);
    Volume row = Volume.zeros(1, 5, 5, 1);
    row.values()[12] = 7; // the centre, in all four windows

    // when
    Volume gradient =
        ReferencePool.backward(layer, row, new Volume(1, 2, 2, 1, new double[] {1, 2, 3, 4}));

    // then
    assertThat(gradient.values()[12]).isEqualTo(10);
    assertThat(gradient.values()).containsOnly(10, 0);
  }

  @Test
  void gradientOfEveryParameterAgreesWithFiniteDifferences() {
    // given
    AlexNetSpec spec = smallSpec();
    Random random = new Random(1);
    Map<String, double[]> parameters = new LinkedHashMap<>();
    for (ParameterTable.Parameter parameter : ParameterTable.of(spec).parameters()) {
      parameters.put(parameter.name(), gaussians(random, (int) parameter.shape().size(), 0.5));
    }
    Volume images = new Volume(2, 9, 9, 3, gaussians(random, 2 * 9 * 9 * 3, 1));
    double[] mask = {1, 0, 1, 1};
    Dropping dropping = Dropping.with(Map.of("drop/tower0", mask, "drop/tower1", mask));
    int[] labels = {2, 0};
    ReferenceNetwork network = new ReferenceNetwork(spec, parameters);

    // when
    Map<String, double[]> gradients = network.run(images, dropping).gradients(labels);

    // then
    double step = 1e-6;
    parameters.forEach(
        (name, values) -> {
          for (int at = 0; at < values.length; at++) {
            double value = values[at];
            values[at] = value + step;
            double above = network.run(images, dropping).loss(labels);
            values[at] = value - step;
            double below = network.run(images, dropping).loss(labels);
            values[at] = value;
            assertThat(gradients.get(name)[at])
                .as("%s[%s]", name, at)
                .isCloseTo((above - below) / (2 * step), within(1e-8));
          }
        });
  }

  @Test
  void velocityHoldsTheRateOfItsOwnStep() {
    // given
    ReferenceSgd sgd = new ReferenceSgd(new UpdateRule(0.5, 0.25), Map.of("w", new double[] {4}));

    // when
    sgd.step(1, Map.of("w", new double[] {3})); // v = -1 - 3 = -4, w = 0
    sgd.step(0.1, Map.of("w", new double[] {3})); // v = -2 - 0 - 0.3

    // then
    assertThat(sgd.velocities().get("w")).containsExactly(new double[] {-2.3}, within(1e-15));
    assertThat(sgd.weights().get("w")).containsExactly(new double[] {-2.3}, within(1e-15));
  }

  private static AlexNetSpec smallSpec() {
    return new AlexNetSpec(
        "small",
        9,
        2,
        0,
        ImmutableList.of(
            new Conv("conv1", 6, 3, 1, Padding.NONE, OWN_TOWER, PAPER),
            new Relu("relu1"),
            new LocalResponseNorm("norm", 3, 1, 0.5, 0.6),
            new MaxPool("pool", 3, 2),
            new Conv("conv2", 4, 2, 2, new Padding(0, 1), ALL_TOWERS, PAPER),
            new Relu("relu2"),
            new Dense("fc1", 4, ALL_TOWERS, OVER_TOWERS, PAPER),
            new Dropout("drop", 0.3),
            new Dense("fc2", 4, OWN_TOWER, OVER_TOWERS, PAPER),
            new Dense("fc3", 3, ALL_TOWERS, FIRST_TOWER, PAPER)));
  }

  private static double[] gaussians(Random random, int count, double std) {
    return random.doubles(count).map(any -> std * random.nextGaussian()).toArray();
  }
}
