package org.alexnet.train.paper;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.ResultText;
import org.alexnet.train.proto.ClaimKind;
import org.alexnet.train.proto.ExperimentResult;

/** The claims of the paper and what was found of each, as a page in Markdown. */
public final class PaperPage {
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
        "## The experiments\n",
        PaperExperiments.ALL.stream().map(this::experiment).collect(joining("\n")));
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

        An experiment trains the networks that it compares with the same seeds, data and order, and compares them seed by
        seed: it agrees with the paper if the 95 % interval of the difference over the seeds (Student's t) lies on the
        paper's side of zero, contradicts it if it lies on the other, and says nothing otherwise. That was fixed before
        anything was trained, and nothing was chosen by what came out.

        Scales: `fashion` (6,000 gray images of the repository, the network of the paper at a quarter of its width on
        crops of 67 pixels, 12 epochs in batches of 32), `cifar10` (10,000 images of CIFAR-10, the same network), and
        `imagenet`, which takes a prepared data set, is what the paper did, and was not run. A laptop can tell that a
        difference has a sign, not how large it is on ImageNet.
        """;
  }

  private String counts() {
    return claims.stream()
        .collect(Collectors.groupingBy(Claim::status, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(each -> String.format(Locale.ROOT, "%s: %d", each.getKey(), each.getValue()))
        .collect(joining(", ", "Of " + claims.size() + " claims: ", ".\n"));
  }

  private String table() {
    StringBuilder text = new StringBuilder();
    text.append("| claim | section | the paper | the released runs | here | status | command |\n");
    text.append("|---".repeat(7)).append("|\n");
    for (Claim claim : claims) {
      text.append(
          row(
              List.of(
                  claim.said().getName(),
                  claim.said().getSection(),
                  claim.said().getPaper(),
                  dash(claim.said().getReleased()),
                  dash(claim.ours()),
                  claim.status(),
                  command(claim))));
    }
    return text.toString();
  }

  private static String command(Claim claim) {
    if (claim.said().getKind() == ClaimKind.EXPERIMENT) {
      return "`experiment " + claim.said().getExperiment() + "`";
    }
    Function<String, String> words =
        command -> command.replaceAll("^.*-pl (\\S+)(?: -Dexec.args=\"(.*)\")?$", "$1 $2").strip();
    return claim.commands().isEmpty()
        ? "-"
        : claim.commands().stream().map(words).map(each -> "`" + each + "`").collect(joining("; "));
  }

  private static String dash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(joining(" | ", "| ", " |\n"));
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
            : found.stream().map(PaperPage::result).collect(joining("\n")));
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
