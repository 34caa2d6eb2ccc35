package org.alexnet.train.paper;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.MarkdownTable;
import org.alexnet.train.experiment.ResultText;
import org.alexnet.train.experiment.Scale;
import org.alexnet.train.proto.ClaimKind;
import org.alexnet.train.proto.ExperimentResult;

/** The claims of the paper and what was found of each, as a page in Markdown. */
public final class PaperPage {
  private static final int SEEDS = 3;

  /** Paper, section 5: roughly 90 passes. */
  private static final double PASSES = 90;

  /** Of ILSVRC-2012. */
  private static final double TRAINING_IMAGES = 1_281_167;

  /** Images a second in the paper: 90 passes over 1.2 million images in five to six days. */
  private static final double GTX_580 = 230;

  /**
   * Images a second, 35 % of the bound in docs/scaling.md, as the paper's GPUs reached of theirs.
   */
  private static final double A100 = 2660;

  private static final double SECONDS_OF_A_DAY = 86_400;

  private static final String FIGURE_2 =
      """
      ## Figure 2

      The network of the preset `paper`, drawn from the same data as the graph is built from.

      ![Figure 2: two towers, linked at conv3, fc6, fc7 and fc8](alexnet.svg)
      """;

  /** What an experiment draws, of the largest scale that was run; files below docs. */
  private static final ImmutableMap<String, String> FIGURES =
      ImmutableMap.of(
          "relu",
          "![Figure 1: errors over the epochs with ReLU, tanh and sigmoid, each until 25 percent of training error or 40 epochs; scale cifar10, all seeds](paper/figure-1.svg)",
          "kernels",
          "![Figure 3: the kernels of conv1, one tower above the other; scale cifar10, a quarter of the width, seed 0](paper/figure-3.png)",
          "features",
          "![Figure 4: predictions, and the nearest of 1,000 validation images; scale fashion, seed 0](paper/figure-4.svg)");

  private final ImmutableList<Claim> claims;
  private final PaperResults results;

  private PaperPage(ImmutableList<Claim> claims, PaperResults results) {
    this.claims = claims;
    this.results = results;
  }

  /** Returns the page of results. */
  public static String markdown(PaperResults results) {
    return new PaperPage(Claim.all(results), results).markdown();
  }

  private String markdown() {
    return String.join(
        "\n",
        introduction(),
        counts(),
        "## The claims\n",
        table(),
        FIGURE_2,
        "## The experiments\n",
        PaperExperiments.ALL.stream().map(this::experiment).collect(joining("\n")),
        (results.results().isEmpty() ? "" : RanTable.markdown(results) + "\n") + onImagenet());
  }

  /** What the experiments take on ImageNet, by arithmetic. */
  private static String onImagenet() {
    String text =
        """
            ## On ImageNet

            The same commands with a prepared data set, three seeds:

                mvn -q exec:java -pl alexnet-data -Dexec.args="prepare --ilsvrc archives --out imagenet"
                mvn -q exec:java -pl alexnet-train -Dexec.args="experiment lrn --scale imagenet --data imagenet --out paper"

            By arithmetic, no GPU has run this code yet: 90 passes over 1,281,167 images for each network, at the 230
            images/s that the paper reached on two GTX 580, and at 2,660 images/s on two A100, which are 35 percent of their
            bound in float32, the share that the paper's GPUs reached of theirs ([scaling](scaling.md)). Pre-training is
            counted as if it had as many images; all of Fall 2011 are 12 times as many. Experiments in one folder share
            the networks that are the same, the paper's in most of them.

            """;
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("experiment", "networks", "two GTX 580", "two A100"));
    for (Experiment experiment : PaperExperiments.at(Scale.IMAGENET)) {
      int networks =
          experiment.arms(Scale.IMAGENET).stream()
              .mapToInt(arm -> arm.networks() * (arm.pretraining().isPresent() ? 2 : 1) * SEEDS)
              .sum();
      double images = networks * PASSES * TRAINING_IMAGES;
      rows.add(
          List.of(
              experiment.name(),
              String.valueOf(networks),
              days(images / GTX_580),
              days(images / A100)));
    }
    return text + MarkdownTable.of(rows);
  }

  private static String days(double seconds) {
    return String.format(Locale.ROOT, "%,.0f days", seconds / SECONDS_OF_A_DAY);
  }

  private static String introduction() {
    return """
        # The executable paper

        Every statement and number of the paper (Krizhevsky, Sutskever, Hinton: ImageNet classification with deep
        convolutional neural networks, 2012) that can be doubted, what the authors' released runs say of it, and what this
        library found. The page is made by `claims --markdown` of the data in `alexnet-train/src/main/resources`; a test
        holds the two together.

            mvn -q exec:java -pl alexnet-train -Dexec.args="claims"
            mvn -q exec:java -pl alexnet-train -Dexec.args="claims lrn"
            mvn -q exec:java -pl alexnet-train -Dexec.args="experiment lrn --out paper"

        An experiment trains the networks that it compares with the same seeds, and with the same data in the same order
        wherever it can, and compares them seed by seed: it agrees with the paper if the 95-percent interval of the
        difference over the seeds (Student's t) lies on the paper's side of zero, contradicts it if it lies on the other,
        and says nothing otherwise. That was said before anything was trained; what was changed when results were there:

        - The learning rates of `relu` got a fourth, 0.1, since the best for tanh was the highest of three; at scale `fashion`
          it is the highest again. Of rates that all fail to come to 25 % in time, that with the lowest training error is taken:
          the first of them was, until at scale `cifar10` tanh had been trained with each rate, and once with the first.
        - "Six times faster" needs an interval that reaches a sixth, and no longer a sign alone, and "in every case" needs each
          scale and no longer the largest alone: by the rules of before, scale `cifar10` of `relu` would show both. "Several
          times faster" needs a half since that result was there, in which tanh is stopped after 1.7 times the steps at least.
        - What is compared with a network that learned nothing, whose validation error is that of guessing less one point at
          most, is not distinguishable, on whichever side it lies.
        - Figure 1's "in every case" is judged by tanh and no longer by the sigmoid, with which it agrees (commit b921bcf).
        - Nine claims of which small networks say little went from an experiment to "needs ImageNet": seven in commit 29b60b7,
          that saturating neurons would not do (b921bcf), and that smaller networks would have had to be used (6ed78e8 judged it
          by the error without crops, which contradicts it). So did the time of two GPUs and the price of augmentation, which
          had been counted, and three more are history.
        - Without dropout nothing was learned at a learning rate of 0.01, where sums have twice as many terms: what dropout does
          to overfitting and to the steps is compared at 0.003 for both, of which no more was known than that it learns.
        - That halving approximates a geometric mean is judged by its distance from one and no longer by an error (e5c6d93, and
          f3e2e18 once more, on a review), that columns are not independent and what normalization sums over by the graph.
        - Two claims were divided: that ReLUs need no normalization went to whether networks without it learn, and that
          normalization helps generalization, the contradicted half, became a claim of its own (4f99a54); so did the smaller
          networks (6ed78e8). There were 110 claims and are 112.

        The networks here are small and short, and that decides some of it. Most comparisons of a scale are with the same
        three networks of the paper, so they are not independent, and of all these intervals two or three would miss by
        chance. Where a claim is contradicted, the network that has the lower error also has the lower training error: it
        learns sooner, which says little of networks that are trained to the end. Two comparisons more are contradicted, to which
        no claim belongs: without crops, and without dropout, the validation error is lower here.

        The same seeds give the same numbers on one kind of processor only, since TensorFlow chooses its kernels by the
        processor. The three networks of the paper's at scale `fashion` have top-1 errors of 22.3, 21.0 and 21.4 % on the AMD
        EPYC of most results, and of 21.2, 20.9 and 20.3 % on the Intel Xeon of others (`dropout`, `ten-crop`, `features`);
        trained anew on such a Xeon, killed and resumed on the way, they were the same bit for bit, and so was all of
        `ten-crop`, which with `features` had the same verdict on the EPYC. So a number is compared with others of its own
        result, all of which were trained on one kind of processor.

        Scales: `fashion` (6,000 gray images of the repository, the network of the paper at a quarter of its width, so with
        weights of twice the standard deviation but in conv1, on crops of 67 pixels, 12 epochs in batches of 32, a tenth of
        the learning rate after 8 epochs and after 11), `cifar10` (10,000 images of CIFAR-10, 1,000 of each class, in JPEG files
        whose making is not known, so that the binary version gives other numbers; the same network), and `imagenet`, which
        takes a prepared data set and the preset `paper`, and was not run.
        `relu` trains the four-layer network of the preset `cifar10` on images of 32 pixels, for 40 epochs at most. A laptop can
        tell that a difference has a sign, not how large it is on ImageNet.

        The training error in the tables of networks is the mean of the steps of the last epoch, with random crops and
        dropout; what is compared as training error is that of all training images with the center crop, without dropout.
        Steps to an error are interpolated between the means of the epochs. Where the paper tells top-1 and top-5 errors, top-1
        is compared: of ten classes top-5 says little.

        The results below are files of `alexnet-train/src/main/resources/org/alexnet/train/paper/results`. The same command
        writes the like to `paper/lrn/result.json`, with the same checkpoints on the same kind of machine from the same commit.
        The commit beside a result is that which measured; its networks were trained by that or by earlier ones, at the times
        in the table at the end. Since commit 0ffc90e (30 November 2026, 8:52) weight decay is rounded otherwise: networks of
        before that have their last digits from the commits of their time only. One that was interrupted goes on with
        `--if-exists resume`; `--scale cifar10` takes the images of CIFAR-10 with `--images`. In the table, `alexnet-graph
        links` stands for `mvn -q exec:java -pl alexnet-graph -Dexec.args="links"`, and `alexnet-graph` alone for the same
        without arguments.
        """;
  }

  private String counts() {
    long computed =
        claims.stream().filter(claim -> claim.said().getKind() == ClaimKind.COMPUTED).count();
    return String.format(
        Locale.ROOT,
        "Of %d claims: %s. Of those that are shown, %d follow from the network, its data or"
            + " arithmetic, and the others from experiments.%n",
        claims.size(),
        Claim.counts(claims),
        computed);
  }

  private String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("claim", "section", "the paper", "the released runs", "here", "status", "command"));
    for (Claim claim : claims) {
      rows.add(
          List.of(
              claim.said().getName(),
              claim.said().getSection(),
              claim.said().getPaper(),
              dash(claim.said().getReleased()),
              dash(claim.ours()),
              claim.status(),
              command(claim)));
    }
    return MarkdownTable.of(rows);
  }

  private static String command(Claim claim) {
    Function<String, String> words =
        command -> command.replaceAll("^.*-pl (\\S+)(?: -Dexec.args=\"(.*)\")?$", "$1 $2").strip();
    return claim.commands().isEmpty()
        ? "-"
        : claim.commands().stream().map(words).map(each -> "`" + each + "`").collect(joining("; "));
  }

  private static String dash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private String experiment(Experiment experiment) {
    List<ExperimentResult> found = results.of(experiment.name());
    String heading =
        String.format(
            Locale.ROOT,
            "### %s: %s (%s)%n%n",
            experiment.name(),
            experiment.claim(),
            experiment.section());
    return heading
        + (found.isEmpty()
            ? "Not run yet.\n"
            : found.stream().map(PaperPage::result).collect(joining("\n"))
                + Optional.ofNullable(FIGURES.get(experiment.name()))
                    .map("\n%s\n"::formatted)
                    .orElse(""));
  }

  private static String result(ExperimentResult result) {
    return String.format(
        Locale.ROOT,
        "Scale `%s`, seeds %s.%n%n%s%n%s%n%s",
        result.getScale(),
        result.getSeedsList().stream().map(String::valueOf).collect(joining(", ")),
        ResultText.arms(result),
        ResultText.comparisons(result),
        ResultText.provenance(result));
  }
}
