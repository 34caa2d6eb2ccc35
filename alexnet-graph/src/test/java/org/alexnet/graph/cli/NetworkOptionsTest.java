package org.alexnet.graph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.run.ReleasedRuns;
import org.alexnet.graph.spec.Activation;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Each option makes its own variation of the network and no other. */
class NetworkOptionsTest {
  private static final AlexNetSpec PAPER = Preset.PAPER.spec();

  static Stream<Arguments> options() {
    return Stream.of(
        Arguments.of("--preset=paper", PAPER),
        Arguments.of("--variation=conv6", PAPER.withSixthConvolution()),
        Arguments.of("--without-layer=conv3", PAPER.withoutLayer("conv3")),
        Arguments.of("--without-layer=fc7,conv2", PAPER.withoutLayer("fc7").withoutLayer("conv2")),
        Arguments.of("--activation=tanh", PAPER.withActivation(Activation.Kind.TANH)),
        Arguments.of("--activation=sigmoid", PAPER.withActivation(Activation.Kind.SIGMOID)),
        Arguments.of("--activation=relu", PAPER.withActivation(Activation.Kind.RELU)),
        Arguments.of("--variation=without-normalization", PAPER.withoutNormalization()),
        Arguments.of("--variation=cross-tower-lrn", PAPER.withCrossTowerNormalization()),
        Arguments.of(
            "--variation=without-links,conv6", PAPER.withSixthConvolution().withoutLinks()),
        Arguments.of("--variation=without-overlap", PAPER.withoutOverlap()),
        Arguments.of("--variation=without-dropout", PAPER.withoutDropout()),
        Arguments.of("--variation=without-links", PAPER.withoutLinks()),
        Arguments.of("--variation=one-tower", PAPER.withOneTower()),
        Arguments.of("--towers=4", PAPER.withTowers(4)),
        Arguments.of("--width-divided-by=8", PAPER.withWidthDividedBy(8)),
        Arguments.of(
            "--variation=conv6 --without-layer=conv6",
            PAPER.withSixthConvolution().withoutLayer("conv6")),
        Arguments.of(
            "--activation=tanh --variation=conv6",
            PAPER.withSixthConvolution().withActivation(Activation.Kind.TANH)),
        Arguments.of("--towers=2 --variation=without-links", PAPER.withTowers(2).withoutLinks()),
        Arguments.of(
            "--width-divided-by=2 --variation=one-tower",
            PAPER.withOneTower().withWidthDividedBy(2)));
  }

  @ParameterizedTest
  @MethodSource("options")
  void anOptionIsTheVariationOfItsName(String arguments, AlexNetSpec expected) {
    assertThat(parsed(arguments.split(" ")).spec()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65_501})
  void anInputSizeThatCannotBeIsRefusedByItsOption(int size) {
    assertThatIllegalArgumentException()
        .isThrownBy(parsed("--input-size=" + size)::inputSize)
        .withMessage("--input-size must be 1 to 65500, found " + size);
  }

  @Test
  void nothingIsVariedUnlessItIsSaid() {
    assertThat(parsed().spec()).isEqualTo(PAPER);
    assertThat(parsed().recipe()).isEqualTo(Preset.PAPER.recipe());
  }

  @ParameterizedTest
  @EnumSource
  void aPresetIsVariedAsThePaperIs(Preset preset) {
    NetworkOptions options = parsed("--activation=tanh", "--preset=" + preset.name());

    assertThat(options.recipe()).isEqualTo(preset.recipe());
    assertThat(options.spec()).isEqualTo(preset.spec().withActivation(Activation.Kind.TANH));
  }

  @Test
  void oneTowerIsNoOtherNumberOfThem() {
    NetworkOptions both = parsed("--variation=one-tower", "--towers=1");
    assertThatIllegalArgumentException()
        .isThrownBy(both::spec)
        .withMessage("--variation one-tower and --towers exclude each other");
    assertThatIllegalArgumentException()
        .isThrownBy(parsed("--variation=one-tower", "--variation=without-links")::spec)
        .withMessage("one tower has no links");
  }

  private static NetworkOptions parsed(String... arguments) {
    NetworkOptions options = new NetworkOptions();
    CommandLine.populateCommand(options, arguments);
    return options;
  }

  @Test
  void aReleasedRunStandsInPlaceOfAPreset() {
    NetworkOptions run = parsed("--run=150");

    assertThat(run.spec()).isEqualTo(ReleasedRuns.named("150").spec());
    assertThat(run.recipe()).isEqualTo(ReleasedRuns.named("150").recipe());
    assertThat(parsed("--run=150", "--variation=without-dropout").spec())
        .isEqualTo(ReleasedRuns.named("150").spec().withoutDropout());
    assertThatIllegalArgumentException()
        .isThrownBy(parsed("--run=150", "--preset=paper")::spec)
        .withMessage("--run and --preset exclude each other");
    assertThatIllegalArgumentException()
        .isThrownBy(parsed("--run=151")::spec)
        .withMessageStartingWith("run must be one of [145, ")
        .withMessageEndingWith("], found '151'");
  }
}
