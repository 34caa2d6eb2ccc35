package org.alexnet.train.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.NetworkCost;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ShapeTrace;
import org.alexnet.graph.spec.Weighted;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Scale;
import org.alexnet.train.proto.ClaimKind;
import org.alexnet.train.proto.ComparisonResult;
import org.alexnet.train.proto.ExperimentResult;
import org.alexnet.train.proto.PaperClaim;
import org.junit.jupiter.api.Test;

class ClaimTest {
  private static final ImmutableList<Claim> CLAIMS = Claim.all(PaperResults.recorded());

  private static String ours(String name) {
    return CLAIMS.stream()
        .filter(claim -> claim.said().getName().equals(name))
        .findFirst()
        .orElseThrow()
        .ours();
  }

  @Test
  void eachClaimIsComplete() {
    assertThat(CLAIMS).hasSizeGreaterThan(100);
    assertThat(CLAIMS.stream().map(claim -> claim.said().getName())).doesNotHaveDuplicates();
    for (Claim claim : CLAIMS) {
      PaperClaim said = claim.said();
      assertThat(said.getName()).matches("[a-z0-9]+(-[a-z0-9]+)*");
      assertThat(said.getSection()).as(said.getName()).isNotEmpty();
      assertThat(said.getPaper()).as(said.getName()).endsWith(".");
      assertThat(said.getKind())
          .as(said.getName())
          .isNotIn(ClaimKind.KIND_UNKNOWN, ClaimKind.UNRECOGNIZED);
      if (said.getKind() != ClaimKind.HISTORY) {
        assertThat(claim.commands()).as(said.getName()).isNotEmpty();
      }
      assertThat(claim.commands())
          .allMatch(command -> command.startsWith("mvn -q exec:java -pl alexnet-"));
    }
  }

  @Test
  void theClaimsOfExperimentsNameAComparisonOfThem() {
    for (Claim claim : CLAIMS) {
      PaperClaim said = claim.said();
      if (said.getKind() == ClaimKind.EXPERIMENT) {
        assertThat(
                PaperExperiments.named(said.getExperiment()).comparisons(Scale.CIFAR10).stream()
                    .map(comparison -> comparison.name()))
            .as(said.getName())
            .contains(said.getComparison());
      } else {
        assertThat(said.getExperiment() + said.getComparison()).as(said.getName()).isEmpty();
      }
    }
  }

  @Test
  void eachExperimentTestsAClaim() {
    List<String> tested = CLAIMS.stream().map(claim -> claim.said().getExperiment()).toList();

    assertThat(tested).containsAll(PaperExperiments.ALL.stream().map(Experiment::name).toList());
  }

  @Test
  void numbersOfTheNetworkAreThoseOfTheNetwork() {
    var layers =
        ShapeTrace.of(Preset.PAPER.spec()).steps().stream()
            .filter(step -> step.layer() instanceof Weighted)
            .toList();
    long neurons = layers.stream().mapToLong(step -> step.output().size()).sum();
    long parameters = ParameterTable.of(Preset.PAPER.spec()).total();

    assertThat(neurons).isEqualTo(659_272);
    assertThat(ours("neuron-count")).startsWith("659,272 ");
    assertThat(parameters).isEqualTo(60_965_224);
    assertThat(ours("sixty-million-parameters")).startsWith("60,965,224,");
    assertThat(layers.get(0).output().size()).isEqualTo(290_400);
    assertThat(ours("conv1-neurons")).contains("290,400").contains("253,440");
    assertThat(ours("conv-layer-share"))
        .contains("885,120 / 60,965,224 = 1.45 %")
        .contains("663,936 / 60,965,224 = 1.09 %");
    assertThat(100.0 * 885_120 / parameters).isCloseTo(1.45, within(0.005));
    assertThat(100.0 * 663_936 / parameters).isCloseTo(1.09, within(0.005));
    assertThat(NetworkCost.of(Preset.PAPER.spec()).rows().get(0).toString()).contains("34944");
  }

  @Test
  void thePageInDocsSaysWhatTheDataSay() throws IOException {
    Path root = Path.of(System.getProperty("testdata")).resolveSibling(".");
    assertThat(root.resolve("docs").resolve("paper.md"))
        .content()
        .isEqualTo(PaperPage.markdown(PaperResults.recorded()));
  }

  @Test
  void theFiguresAreThere() throws IOException {
    Path docs = Path.of(System.getProperty("testdata")).resolveSibling("docs");
    Matcher link =
        Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(docs.resolve("paper.md")));
    List<Path> linked = new ArrayList<>();
    while (link.find()) {
      linked.add(docs.resolve(link.group(1)));
    }
    assertThat(linked).isNotEmpty().allSatisfy(file -> assertThat(file).isRegularFile());
  }

  private static ExperimentResult found(String verdict, double high) {
    return ExperimentResult.newBuilder()
        .addComparisons(
            ComparisonResult.newBuilder().setName("tanh").setVerdict(verdict).setHigh(high))
        .build();
  }

  private static String status(PaperClaim.Builder said, ExperimentResult... largestFirst) {
    said.setKind(ClaimKind.EXPERIMENT).setComparison("tanh");
    return new Claim(said.build(), ImmutableList.copyOf(largestFirst)).status();
  }

  @Test
  void theLargestScaleDecidesUnlessEachMustAgree() {
    PaperClaim.Builder one = PaperClaim.newBuilder();
    PaperClaim.Builder each = PaperClaim.newBuilder().setEveryScale(true);
    ExperimentResult agrees = found("agrees", 0.5);
    ExperimentResult open = found("not distinguishable", 1.5);
    ExperimentResult contradicts = found("contradicts", 2);

    assertThat(status(one, agrees, open)).isEqualTo("shown here");
    assertThat(status(one, open, agrees)).isEqualTo("not distinguishable here");
    assertThat(status(each, agrees, agrees)).isEqualTo("shown here");
    assertThat(status(each, agrees, open)).isEqualTo("not distinguishable here");
    assertThat(status(each, agrees, contradicts)).isEqualTo("contradicted here");
  }

  @Test
  void aNumberOfTimesNeedsAnIntervalThatReachesIt() {
    PaperClaim.Builder six = PaperClaim.newBuilder().setTimes(6);

    assertThat(status(six, found("agrees", 0.16))).isEqualTo("shown here");
    assertThat(status(six, found("agrees", 0.17))).isEqualTo("not distinguishable here");
    assertThat(status(six, found("contradicts", 2))).isEqualTo("contradicted here");
  }

  @Test
  void whatWasNotRunIsCalledSo() {
    Claim twoGpus =
        Claim.all(new PaperResults(ImmutableList.of())).stream()
            .filter(claim -> claim.said().getExperiment().equals("two-gpus"))
            .findFirst()
            .orElseThrow();

    assertThat(twoGpus.status()).isEqualTo("not run yet");
    assertThat(twoGpus.ours()).isEmpty();
  }
}
