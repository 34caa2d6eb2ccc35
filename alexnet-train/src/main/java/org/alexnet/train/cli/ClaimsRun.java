package org.alexnet.train.cli;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.alexnet.train.paper.Claim;
import org.alexnet.train.paper.PaperPage;
import org.alexnet.train.paper.PaperResults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "claims",
    description = "Lists what the paper says, and what is known of each here.")
final class ClaimsRun implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "CLAIM",
      description = "One claim, whole: its name, or that of an experiment (default: a list).")
  private String name;

  @Option(names = "--markdown", description = "All of it as a page, docs/paper.md.")
  private boolean markdown;

  @Override
  public Integer call() {
    if (markdown) {
      System.out.print(PaperPage.markdown(PaperResults.recorded()));
      return 0;
    }
    ImmutableList<Claim> claims = Claim.all(PaperResults.recorded());
    if (name == null) {
      claims.forEach(ClaimsRun::line);
      System.out.printf("%n%d claims: %s%n", claims.size(), Claim.counts(claims));
      return 0;
    }
    ImmutableList<Claim> asked =
        claims.stream()
            .filter(
                claim ->
                    claim.said().getName().equals(name)
                        || claim.said().getExperiment().equals(name))
            .collect(ImmutableList.toImmutableList());
    if (asked.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no claim and no experiment " + name + "; claims alone lists them");
    }
    asked.forEach(ClaimsRun::print);
    return 0;
  }

  private static void line(Claim claim) {
    System.out.printf(
        "%-9s  %-36s  %-24s  %s%n",
        claim.said().getSection(),
        claim.said().getName(),
        claim.status(),
        claim.said().getExperiment());
  }

  private static void print(Claim claim) {
    System.out.printf(
        "%s (%s): %s%n", claim.said().getName(), claim.said().getSection(), claim.status());
    said("paper", claim.said().getPaper());
    said("released", claim.said().getReleased());
    said("here", claim.ours());
    claim.commands().forEach(command -> said("command", command));
    System.out.println();
  }

  private static void said(String who, String what) {
    Optional.of(what)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> System.out.printf("  %-9s %s%n", who, text));
  }
}
