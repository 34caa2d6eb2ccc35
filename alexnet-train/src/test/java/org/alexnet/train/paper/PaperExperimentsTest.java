package org.alexnet.train.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PaperExperimentsTest {

  static Stream<Arguments> eachAtEachScale() {
    return PaperExperiments.ALL.stream()
        .flatMap(
            experiment ->
                Scale.ALL.stream()
                    .filter(experiment::isPossible)
                    .map(scale -> Arguments.of(experiment.name(), scale)));
  }

  @ParameterizedTest
  @MethodSource("eachAtEachScale")
  void comparesArmsThatItTrains(String name, Scale scale) {
    Experiment experiment = PaperExperiments.named(name);
    List<String> arms = experiment.arms(scale).stream().map(Arm::name).toList();

    assertThat(arms).isNotEmpty().doesNotHaveDuplicates();
    assertThat(experiment.comparisons(scale)).isNotEmpty();
    assertThat(experiment.comparisons(scale).stream().map(Comparison::name))
        .doesNotHaveDuplicates();
    for (Comparison comparison : experiment.comparisons(scale)) {
      assertThat(arms)
          .containsAll(comparison.lower().arms())
          .containsAll(comparison.higher().arms());
    }
  }

  @Test
  void aNameThatIsNoneIsToldWithThoseThatAre() {
    assertThatThrownBy(() -> PaperExperiments.named("relus"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the experiment must be one of [relu, two-gpus, lrn, overlap, crops, pca, ten-crop,"
                + " dropout, decay, bias-one, schedule, average, pretrain, depth, kernels,"
                + " features], found relus");
  }

  @Test
  void whatCannotBeTestedAtAScaleIsToldWithWhatCan() {
    assertThatThrownBy(() -> PaperExperiments.named("pca", Scale.FASHION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pca cannot be tested on the images of scale fashion; take one of [cifar10, imagenet]");
    assertThat(PaperExperiments.at(Scale.FASHION)).hasSize(14);
    assertThat(PaperExperiments.at(Scale.CIFAR10)).hasSize(16);
    assertThat(PaperExperiments.at(Scale.IMAGENET)).hasSize(15);
  }

  @Test
  void theFirstArmIsTheNetworkThatIsComparedEverywhere() {
    for (Scale scale : Scale.ALL) {
      for (String name : List.of("overlap", "crops", "pca", "dropout", "decay", "depth")) {
        assertThat(PaperExperiments.named(name).arms(scale).get(0).setup())
            .isEqualTo(scale.network());
      }
    }
  }
}
