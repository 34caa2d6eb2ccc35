package org.alexnet.graph.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.ParameterGroup;
import org.alexnet.graph.optimizer.TrainingProgress;
import org.alexnet.graph.preset.PresetRecipe;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Learning rates and augmentation at times, worked out by hand from the notes of the runs. */
class RunCoursesTest {

  /** After so many epochs: conv1's weights and biases, fc8's. */
  @ParameterizedTest
  @CsvSource({
    "145, 0, 0.01, 0.02, 0.01, 0.02",
    "145, 24, 0.01, 0.02, 0.01, 0.02",
    "145, 24.999, 0.01, 0.02, 0.01, 0.02",
    "145, 25, 0.001, 0.02, 0.001, 0.02",
    "145, 50, 0.001, 0.02, 0.001, 0.02",
    "145, 51, 0.0001, 0.02, 0.0001, 0.02",
    "145, 66.9, 0.0001, 0.02, 0.0001, 0.02",
    "145, 67, 0.00001, 0.002, 0.0001, 0.02",
    "145, 71.9, 0.00001, 0.002, 0.0001, 0.02",
    "145, 72, 0, 0, 0.0001, 0.02",
    "145, 78.9, 0, 0, 0.0001, 0.02",
    "145, 79, 0, 0, 0.00001, 0.02",
    "145, 90, 0, 0, 0.00001, 0.02",
    "145-135, 0, 0.01, 0.02, 0.01, 0.02",
    "145-135, 67, 0.00001, 0.002, 0.0001, 0.02",
    "145-135, 90.9, 0, 0, 0.00001, 0.02",
    "145-135, 91, 0, 0, 0.001, 0.02",
    "145-135, 106.9, 0, 0, 0.001, 0.02",
    "145-135, 107, 0, 0, 0.0001, 0.02",
    "145-135, 123.9, 0, 0, 0.0001, 0.02",
    "145-135, 124, 0, 0, 0.00001, 0.02",
    "145-135, 134, 0, 0, 0.00001, 0.02",
    "145-2010, 22, 0.01, 0.02, 0.01, 0.02",
    "145-2010, 23, 0.001, 0.002, 0.001, 0.002",
    "145-2010, 51, 0.0001, 0.002, 0.0001, 0.002",
    "145-2010, 68, 0.00001, 0.002, 0.0001, 0.002",
    "145-2010, 72, 0, 0, 0.0001, 0.002",
    "145-2010, 77, 0, 0, 0.0001, 0.002",
    "145-2010, 78, 0, 0, 0.00001, 0.002",
    "145-half, 19, 0.01, 0.02, 0.01, 0.02",
    "145-half, 20, 0.001, 0.02, 0.001, 0.02",
    "145-half, 48, 0.0001, 0.02, 0.0001, 0.02",
    "145-half, 66, 0.00001, 0.002, 0.0001, 0.02",
    "145-half, 72, 0, 0, 0.0001, 0.02",
    "145-half, 79, 0, 0, 0.00001, 0.02",
    "147, 22, 0.01, 0.02, 0.01, 0.02",
    "147, 23, 0.001, 0.02, 0.001, 0.02",
    "147, 51, 0.0001, 0.002, 0.0001, 0.002",
    "147, 78.9, 0.0001, 0.002, 0.0001, 0.002",
    "147, 79, 0, 0, 0.00001, 0.002",
    "148, 22, 0.001, 0.02, 0.001, 0.02",
    "148, 44, 0.0001, 0.02, 0.0001, 0.02",
    "148, 69, 0.00001, 0.002, 0.0001, 0.02",
    "148, 73, 0, 0, 0.0001, 0.02",
    "148, 86, 0, 0, 0.00001, 0.02",
    "149, 21, 0.001, 0.02, 0.001, 0.02",
    "149, 54, 0.0001, 0.02, 0.0001, 0.02",
    "149, 66, 0.00001, 0.002, 0.0001, 0.02",
    "149, 90, 0.00001, 0.002, 0.0001, 0.02",
    "150, 24, 0.01, 0.02, 0.01, 0.02",
    "150, 25, 0.001, 0.02, 0.001, 0.02",
    "150, 49, 0.0001, 0.02, 0.0001, 0.02",
    "150, 66, 0.00001, 0.002, 0.0001, 0.02",
    "150, 72, 0, 0, 0.0001, 0.02",
    "150, 79, 0, 0, 0.00001, 0.02",
    "141, 0, 0.01, 0.02, 0.01, 0.02",
    "141, 23, 0.001, 0.02, 0.001, 0.02",
    "141, 48, 0.0001, 0.02, 0.0001, 0.02",
    "141-2009, 0, 0.001, 0.02, 0.001, 0.02",
    "141-2009, 3.1349, 0.001, 0.02, 0.001, 0.02", // 3 + 1188 / 8800 = 3.135
    "141-2009, 3.135, 0.0001, 0.02, 0.0001, 0.02",
    "141-2012-2009, 12, 0.001, 0.02, 0.001, 0.02",
    "141-2012-2009, 13, 0.0001, 0.02, 0.0001, 0.02",
    "141-2012-2009, 26, 0.00001, 0.002, 0.0001, 0.02",
    "141-2012-2009, 32, 0, 0, 0.0001, 0.02",
    "141-2012-2009, 43, 0, 0, 0.00001, 0.02",
    "141-2010-2009, 13, 0.001, 0.02, 0.001, 0.02",
    "141-2010-2009, 14, 0.0001, 0.002, 0.0001, 0.002",
    "141-2010-2009, 30, 0.00001, 0.002, 0.0001, 0.002",
    "141-2010-2009, 36, 0, 0, 0.0001, 0.002",
    "141-2010-2009, 47, 0, 0, 0.00001, 0.002",
    "146-2009, 0, 0.001, 0.02, 0.01, 0.02",
    "146-2009, 1.1816, 0.001, 0.02, 0.01, 0.02", // 1 + 1599 / 8800 = 1.18170
    "146-2009, 1.1817, 0.001, 0.02, 0.001, 0.02",
    "146-2011, 0, 0.001, 0.02, 0.01, 0.02",
    "146-2011, 6, 0.001, 0.02, 0.001, 0.02",
    "146-2012-2011, 0, 0.0001, 0.02, 0.001, 0.02",
    "146-2012-2011, 0.24, 0.0001, 0.02, 0.01, 0.02", // 2,402 steps of 10,010
    "146-2012-2011, 5, 0.00001, 0.002, 0.01, 0.02",
    "146-2012-2011, 7, 0, 0, 0.01, 0.02",
    "146-2012-2011, 9, 0, 0, 0.001, 0.02",
    "146-2012-2011, 22, 0, 0, 0.0001, 0.02",
    "146-2012-2011, 42, 0, 0, 0.00001, 0.02",
    "146-2012-2009, 0, 0.0001, 0.02, 0.001, 0.02",
    "146-2012-2009, 3, 0.00001, 0.002, 0.001, 0.02",
    "146-2012-2009, 4, 0, 0, 0.001, 0.02",
    "146-2012-2009, 22, 0, 0, 0.0001, 0.02",
    "146-2012-2009, 42, 0, 0, 0.00001, 0.02"
  })
  void learningRates(
      String run,
      double epoch,
      double conv1Weights,
      double conv1Biases,
      double fc8Weights,
      double fc8Biases) {
    assertThat(rate(run, epoch, "conv1", Kind.WEIGHTS)).isEqualTo(conv1Weights);
    assertThat(rate(run, epoch, "conv1", Kind.BIASES)).isEqualTo(conv1Biases);
    assertThat(rate(run, epoch, "fc8", Kind.WEIGHTS)).isEqualTo(fc8Weights);
    assertThat(rate(run, epoch, "fc8", Kind.BIASES)).isEqualTo(fc8Biases);
  }

  @ParameterizedTest
  @CsvSource({
    "145, 67, conv2, 0.0001, 0.02",
    "145, 72, conv2, 0.0001, 0.02",
    "145-135, 91, conv2, 0.001, 0.02",
    "145-half, 65, conv2, 0.0001, 0.02",
    "145-half, 66, conv2, 0.0001, 0.002",
    "145-half, 79, conv2, 0.00001, 0.002",
    "141-2012-2009, 26, conv2, 0.00001, 0.002",
    "141-2012-2009, 32, conv2, 0, 0",
    "141-2012-2009, 32, conv3, 0.0001, 0.02",
    "141-2010-2009, 36, conv2, 0, 0",
    "146-2009, 0, conv5, 0.001, 0.02",
    "146-2009, 0, conv6, 0.01, 0.02",
    "146-2009, 1.19, conv6, 0.001, 0.002",
    "146-2009, 1.19, fc6, 0.001, 0.02",
    "146-2011, 0, conv6, 0.001, 0.002",
    "146-2011, 5, fc6, 0.01, 0.02",
    "146-2011, 5, bottleneck, 0.01, 0.02",
    "146-2011, 6, bottleneck, 0.001, 0.02",
    "146-2012-2011, 1, conv6, 0.001, 0.022",
    "146-2012-2011, 1, fc7, 0.001, 0.02",
    "146-2012-2011, 42, fc7, 0.00001, 0.02",
    "146-2012-2009, 22, conv6, 0.0001, 0.002"
  })
  void learningRatesOfOtherLayers(
      String run, double epoch, String layer, double weights, double biases) {
    assertThat(rate(run, epoch, layer, Kind.WEIGHTS)).isEqualTo(weights);
    assertThat(rate(run, epoch, layer, Kind.BIASES)).isEqualTo(biases);
  }

  @ParameterizedTest
  @CsvSource({
    "141, 0, 0.01",
    "141-2012-2009, 25, 0.0001",
    "141-2012-2009, 26, 0.00001",
    "141-2012-2009, 32, 0",
    "141-2010-2009, 30, 0.00001",
    "141-2010-2009, 36, 0"
  })
  void bothKindsOfWeightsOfConv2LearnAlike(String run, double epoch, double weights) {
    assertThat(rate(run, epoch, "lowres2", Kind.WEIGHTS)).isEqualTo(weights);
    assertThat(rate(run, epoch, "conv2", Kind.WEIGHTS)).isEqualTo(weights);
  }

  @ParameterizedTest
  @CsvSource({
    "145, 67",
    "145-2010, 68",
    "145-half, 66",
    "148, 69",
    "149, 66",
    "150, 66",
    "141-2012-2009, 26",
    "141-2010-2009, 30",
    "146-2012-2011, 38",
    "146-2012-2009, 38",
    "145-135, 67"
  })
  void colorsAreSwitchedOff(String run, double epoch) {
    PresetRecipe recipe = ReleasedRuns.named(run).recipe();

    assertThat(recipe.input().pcaStd()).isEqualTo(0.1);
    assertThat(recipe.events().augmentation(at(epoch - 0.01))).isEmpty();
    assertThat(recipe.events().augmentation(at(epoch)))
        .contains(new SetAugmentation(true, true, 0));
  }

  @ParameterizedTest
  @CsvSource({"90.9, 0", "91, 0.1", "123.9, 0.1", "124, 0", "134, 0"})
  void theLongerCourseSwitchesThemOnAgain(double epoch, double pcaStd) {
    assertThat(ReleasedRuns.named("145-135").recipe().events().augmentation(at(epoch)))
        .contains(new SetAugmentation(true, true, pcaStd));
  }

  @ParameterizedTest
  @CsvSource({
    "147",
    "141",
    "141-2009",
    "146-2009",
    "146-2011",
    "18pct",
    "19pct",
    "conv-local-13pct"
  })
  void orStayAsTheyBegan(String run) {
    assertThat(ReleasedRuns.named(run).recipe().events().augmentations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "145, 91",
    "145-135, 135",
    "145-2010, 93",
    "145-half, 96",
    "147, 90",
    "148, 97",
    "149, 91",
    "150, 92",
    "141, 60",
    "141-2009, 5",
    "141-2012-2009, 54",
    "141-2010-2009, 54",
    "146-2009, 6",
    "146-2011, 8",
    "146-2012-2011, 54",
    "146-2012-2009, 52",
    "18pct, 140",
    "19pct, 140"
  })
  void end(String run, int epochs) {
    assertThat(ReleasedRuns.named(run).recipe().epochs()).isEqualTo(epochs);
  }

  @ParameterizedTest
  @CsvSource({
    "18pct, 119, 0.001, 0.002",
    "18pct, 120, 0.0001, 0.0002",
    "18pct, 130, 0.00001, 0.00002",
    "19pct, 119, 0.001, 0.002",
    "19pct, 130, 0.00001, 0.00002",
    "conv-local-13pct, 120, 0.0001, 0.0002"
  })
  void theCifarNetworksAreReducedTwice(String run, double epoch, double weights, double biases) {
    AlexNetSpec spec = ReleasedRuns.named(run).spec();

    assertThat(rate(spec, run, at(epoch), "fc10", Kind.WEIGHTS)).isEqualTo(weights);
    assertThat(rate(spec, run, at(epoch), "conv1", Kind.BIASES)).isEqualTo(biases);
  }

  private static double rate(String run, double epoch, String layer, Kind kind) {
    return rate(ReleasedRuns.named(run).spec(), run, at(epoch), layer, kind);
  }

  private static double rate(
      AlexNetSpec spec, String run, TrainingProgress progress, String layer, Kind kind) {
    PresetRecipe recipe = ReleasedRuns.named(run).recipe();
    double scheduled = recipe.schedule().learningRate(recipe.learningRate(), progress);
    return recipe
        .events()
        .learningRates(LearningRates.of(spec, recipe.optimizer(), scheduled), progress)
        .byGroup()
        .get(new ParameterGroup(layer, kind));
  }

  /** ILSVRC-2012 has 1,281,167 images, so 10,009 steps and a part of one an epoch. */
  private static TrainingProgress at(double epoch) {
    return new TrainingProgress((long) (epoch * 10_009), epoch, ImmutableList.of());
  }
}
