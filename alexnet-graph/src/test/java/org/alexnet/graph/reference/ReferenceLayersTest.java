package org.alexnet.graph.reference;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.FIRST_TOWER;
import static org.alexnet.graph.spec.Initializer.PAPER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.stream.IntStream;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Dropout.Scaling;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.LocallyConnected;
import org.alexnet.graph.spec.LowResolution;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.Sigmoid;
import org.alexnet.graph.spec.Tanh;
import org.alexnet.graph.spec.WithinChannelLrn;
import org.junit.jupiter.api.Test;

/**
 * The layers of the reference that the paper's own network lacks, by numbers worked out by hand.
 */
class ReferenceLayersTest {

  @Test
  void tanhIsAppliedToEachValue() {
    // when
    ReferenceRun run = runOver(new Tanh("layer"));

    // then
    assertValues(run.activations("layer").get(0), 0.7615941559557649, 0.9640275800758169);
    assertValues(run.activations("layer").get(1), 0.9950547536867305, 0.999329299739067);
    assertMapGradients(run, new double[] {0, 0}, new double[] {0.009866037165440192 / 2, 0});
  }

  @Test
  void sigmoidIsAppliedToEachValue() {
    // when
    ReferenceRun run = runOver(new Sigmoid("layer"));

    // then
    assertValues(run.activations("layer").get(0), 0.7310585786300049, 0.8807970779778823);
    assertValues(run.activations("layer").get(1), 0.9525741268224334, 0.9820137900379085);
    assertMapGradients(run, new double[] {0, 0}, new double[] {0.04517665973091213 / 2, 0});
  }

  @Test
  void theLowResolutionIsOfABlurOfStandardDeviation1() {
    // given: e^-1/2 : 1 : e^-1/2, of which the middle is 0.45186 of the sum and a side 0.27407
    Volume ones = new Volume(1, 3, 3, 1, new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1});
    Volume one = new Volume(1, 3, 3, 1, new double[] {0, 0, 0, 0, 0, 1, 0, 0, 0});
    double middle = 0.45186276187760605;
    double side = 0.274068619061197;

    // then: beyond the edges nothing makes up for what is missing
    LowResolution everySecond = new LowResolution(3, 1, 2, 0);
    double corner = (middle + side) * (middle + side);
    assertValues(low(everySecond, ones), corner, corner, corner, corner);
    assertValues(low(everySecond, one), 0, middle * side, 0, middle * side);
    assertValues(low(new LowResolution(3, 1, 2, 1), ones), 1);
    assertValues(low(new LowResolution(3, 1, 3, 2), one), middle * side);
    assertValues(low(new LowResolution(1, 4, 2, 1), ones), 1);
  }

  private static Volume low(LowResolution resolution, Volume images) {
    return ReferenceLowResolutionConv.lowResolution(resolution, images);
  }

  @Test
  void eachPixelOfALocallyConnectedLayerHasItsOwnWeights() {
    // given: a row of three pixels, two windows of two by two, whose lower rows are padding
    LocallyConnected layer =
        new LocallyConnected("local", 1, 2, 1, new Padding(0, 1), GROUPED, PAPER);
    double[] weights = {1, 10, 9, 9, /* next pixel */ 2, 20, 9, 9, /* over the edge */ 3, 9, 9, 9};
    ReferenceLocallyConnected local =
        new ReferenceLocallyConnected(layer, weights, new double[] {0.1, 0.2, 0.3});
    Volume row = new Volume(1, 1, 3, 1, new double[] {5, 6, 7});

    // when
    double[] weightGradient = new double[12];
    double[] biasGradient = new double[3];
    Volume gradient =
        local.backward(
            row, new Volume(1, 1, 3, 1, new double[] {1, 2, 3}), weightGradient, biasGradient);

    // then
    assertValues(local.forward(row), 65.1, 152.2, 21.3);
    assertValues(gradient, 1, 10 + 2 * 2, 2 * 20 + 3 * 3);
    assertThat(weightGradient).containsExactly(5, 6, 0, 0, 2 * 6, 2 * 7, 0, 0, 3 * 7, 0, 0, 0);
    assertThat(biasGradient).containsExactly(1, 2, 3);
  }

  @Test
  void normalizationOverAllTowersCrossesTheirBorder() {
    // when
    ReferenceRun run = runOver(new LocalResponseNorm("layer", 3, 1, 1, 1, CROSS_TOWER));

    // then: the squares are 1, 4 and 9, 16
    assertValues(run.activations("layer").get(0), 1.0 / 6, 2.0 / 15);
    assertValues(run.activations("layer").get(1), 3.0 / 30, 4.0 / 26);
    assertMapGradients(
        run, new double[] {0, -6.0 / 900}, new double[] {(30 - 18) / 1800.0, -12.0 / 900});
  }

  @Test
  void normalizationOverTheOwnTowerStopsAtTheBorder() {
    // when
    ReferenceRun run = runOver(new LocalResponseNorm("layer", 3, 1, 1, 1, GROUPED));

    // then
    assertValues(run.activations("layer").get(0), 1.0 / 6, 2.0 / 6);
    assertValues(run.activations("layer").get(1), 3.0 / 26, 4.0 / 26);
    assertMapGradients(
        run, new double[] {0, 0}, new double[] {(26 - 18) / (2 * 676.0), -12.0 / 676});
  }

  @Test
  void normalizationWithinAMapReadsTheWindowAroundEachPixel() {
    // given: two channels of 2 x 3; the second has one value
    WithinChannelLrn layer = new WithinChannelLrn("norm", 3, 1, 1, 1);
    Volume maps =
        new Volume(1, 2, 3, 2, new double[] {1, 2, 2, 0, 0, 0, /* row */ 0, 0, 1, 0, 3, 0});

    // when
    Volume output = ReferenceWithinChannelLrn.forward(layer, maps);
    Volume outer = maps.zerosLike();
    outer.values()[0] = 1;
    Volume gradient = ReferenceWithinChannelLrn.backward(layer, maps, outer);

    // then
    assertValues(
        output, 1.0 / 7, 2.0 / 5, 2.0 / 16, 0, 0, 0, /* row */ 0, 0, 1.0 / 16, 0, 3.0 / 15, 0);
    assertValues(gradient, 5.0 / 49, 0, -4.0 / 49, 0, 0, 0, /* row */ 0, 0, -2.0 / 49, 0, 0, 0);
  }

  @Test
  void normalizationWithinAMapUsesEachOfItsNumbers() {
    // given
    WithinChannelLrn layer = new WithinChannelLrn("norm", 3, 2, 0.5, 2);

    // when
    Volume output =
        ReferenceWithinChannelLrn.forward(layer, new Volume(1, 1, 3, 1, new double[] {2, 4, 6}));

    // then
    assertValues(output, 2.0 / (12 * 12), 4.0 / (30 * 30), 6.0 / (28 * 28));
  }

  @Test
  void meanIsThatOfThePixelsWithinTheMap() {
    // given
    AveragePool layer = new AveragePool("pool", 3, 2, true);
    Volume map = new Volume(1, 4, 4, 1, numbers(1, 16));

    // when
    Volume output = ReferenceAveragePool.forward(layer, map);
    Volume gradient =
        ReferenceAveragePool.backward(
            layer, map, new Volume(1, 2, 2, 1, new double[] {9, 60, 600, 4000}));

    // then
    assertValues(output, 6, 7.5, 12, 13.5);
    assertValues(gradient, 1, 1, 11, 10, 1, 1, 11, 10, 101, 101, 1111, 1010, 100, 100, 1100, 1000);
  }

  @Test
  void meanWithoutCeilModeLeavesTheRestOut() {
    // when
    Volume output =
        ReferenceAveragePool.forward(
            new AveragePool("pool", 3, 2, false), new Volume(1, 4, 4, 1, numbers(1, 16)));

    // then
    assertValues(output, 6);
  }

  @Test
  void greatestIsThatOfThePixelsWithinTheMap() {
    // given: all are negative, so that a zero from outside would win
    MaxPool layer = new MaxPool("pool", 3, 2, true);
    Volume map = new Volume(1, 4, 4, 1, numbers(-16, -1));

    // when
    Volume output = ReferencePool.forward(layer, map);
    Volume gradient =
        ReferencePool.backward(layer, map, new Volume(1, 2, 2, 1, new double[] {1, 2, 3, 4}));

    // then
    assertValues(output, -6, -5, -2, -1);
    assertValues(gradient, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4);
  }

  @Test
  void windowsAreAsManyAsTheShapesSay() {
    for (int side = 1; side <= 12; side++) {
      for (int size = 1; size <= 5; size++) {
        for (int stride = 1; stride <= size; stride++) {
          // when
          int missing = new MaxPool("pool", size, stride, true).padding(side).far();
          Windows windows = new Windows(size, stride, true);
          int count = windows.count(side);

          // then
          assertThat(count)
              .as("size %s, stride %s over %s", size, stride, side)
              .isEqualTo((side + missing - size) / stride + 1);
          assertThat(windows.end(count - 1, side)).isEqualTo(side);
          assertThat(windows.first(count - 1)).isLessThan(side);
        }
      }
    }
  }

  @Test
  void dropoutThatIsScaledInTrainingDoesNothingAtTest() {
    assertThat(Dropping.atTest().factors(new Dropout("drop", 0.25), 0, 2)).containsOnly(0.75);
    assertThat(Dropping.atTest().factors(new Dropout("drop", 0.25, Scaling.IN_TRAINING), 0, 2))
        .containsOnly(1);
  }

  /** Runs a layer over the channels 1 and 2 of one tower and 3 and 4 of another. */
  private static ReferenceRun runOver(Layer layer) {
    AlexNetSpec spec =
        new AlexNetSpec(
            "by hand",
            1,
            2,
            0,
            ImmutableList.of(
                new Conv("conv", 4, 1, 1, Padding.NONE, GROUPED, PAPER),
                layer,
                new Dense("fc", 2, CROSS_TOWER, FIRST_TOWER, PAPER)));
    Map<String, double[]> parameters =
        Map.of(
            "conv/tower0/weights", new double[] {1, 2, 0, 0, 0, 0},
            "conv/tower0/biases", new double[2],
            "conv/tower1/weights", new double[] {3, 4, 0, 0, 0, 0},
            "conv/tower1/biases", new double[2],
            "fc/tower0/weights", new double[] {0, 0, 0, 0, 1, 0, 0, 0},
            "fc/tower0/biases", new double[2]);
    ReferenceNetwork network = new ReferenceNetwork(spec, parameters);
    Volume image = new Volume(1, 1, 1, 3, new double[] {1, 0, 0});
    // the first logit is the third map's output: its bias makes both logits 0
    parameters.get("fc/tower0/biases")[0] =
        -network.run(image, Dropping.atTest()).activations("layer").get(1).values()[0];
    return network.run(image, Dropping.atTest());
  }

  /** Expects gradients where that of the third map's output is a half. */
  private static void assertMapGradients(ReferenceRun run, double[] first, double[] second) {
    Map<String, double[]> gradients = run.gradients(new int[] {1});
    assertThat(gradients.get("conv/tower0/biases")).containsExactly(first, within(1e-15));
    assertThat(gradients.get("conv/tower1/biases")).containsExactly(second, within(1e-15));
  }

  private static double[] numbers(int first, int last) {
    return IntStream.rangeClosed(first, last).asDoubleStream().toArray();
  }

  private static void assertValues(Volume volume, double... expected) {
    assertThat(volume.values()).containsExactly(expected, within(1e-12));
  }
}
