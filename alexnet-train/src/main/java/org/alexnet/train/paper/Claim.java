package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.alexnet.train.experiment.ResultText;
import org.alexnet.train.experiment.Scale;
import org.alexnet.train.proto.ClaimKind;
import org.alexnet.train.proto.ComparisonResult;
import org.alexnet.train.proto.ExperimentResult;
import org.alexnet.train.proto.PaperClaim;
import org.alexnet.train.proto.PaperClaims;

/**
 * A statement or a number of the paper, and what is known of it here.
 *
 * @param said what the paper and the released runs say
 * @param results of its experiment, the larger scales first; none where there is no experiment
 */
public record Claim(PaperClaim said, ImmutableList<ExperimentResult> results) {
  private static final String NOT_DISTINGUISHABLE = "not distinguishable here";

  /** Returns all claims in the order of the paper. */
  public static ImmutableList<Claim> all(PaperResults results) {
    return read().getClaimsList().stream()
        .map(claim -> new Claim(claim, ImmutableList.copyOf(results.of(claim.getExperiment()))))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns how many claims have which status, in words. */
  public static String counts(ImmutableList<Claim> claims) {
    return claims.stream()
        .collect(Collectors.groupingBy(Claim::status, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(each -> each.getKey() + ": " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  private static PaperClaims read() {
    try (InputStream in = Claim.class.getResourceAsStream("claims.json")) {
      PaperClaims.Builder claims = PaperClaims.newBuilder();
      JsonFormat.parser().merge(new InputStreamReader(in, StandardCharsets.UTF_8), claims);
      return claims.build();
    } catch (IOException e) {
      throw new UncheckedIOException("claims.json is damaged", e);
    }
  }

  /** Returns what is known, in two or three words. */
  public String status() {
    return switch (said.getKind()) {
      case COMPUTED -> "shown here";
      case IMAGENET -> "needs ImageNet";
      case ERRATUM -> "erratum";
      case HISTORY -> "history";
      default ->
          decisive()
              .map(
                  found ->
                      switch (found.getVerdict()) {
                        case "agrees" -> isAsLarge(found) ? "shown here" : NOT_DISTINGUISHABLE;
                        case "contradicts" -> "contradicted here";
                        default -> NOT_DISTINGUISHABLE;
                      })
              .orElse("not run yet");
    };
  }

  /** Returns what was compared at the largest scale, or at the first where it does not agree. */
  private Optional<ComparisonResult> decisive() {
    List<ComparisonResult> found =
        results.stream()
            .flatMap(result -> PaperResults.comparison(result, said.getComparison()).stream())
            .toList();
    return found.stream()
        .filter(each -> said.getEveryScale() && !each.getVerdict().equals("agrees"))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /** Returns whether a ratio is as far from 1 as the claim says, if it says how far. */
  private boolean isAsLarge(ComparisonResult found) {
    return said.getTimes() == 0 || found.getHigh() <= 1 / said.getTimes();
  }

  /**
   * Returns what was found here: of an experiment at each scale the difference and its interval,
   * and what should be known of it.
   */
  public String ours() {
    return Stream.concat(
            Stream.of(
                    results.stream()
                        .flatMap(result -> found(result).stream())
                        .collect(Collectors.joining("; ")))
                .filter(found -> !found.isEmpty())
                .map(found -> said.getOurs().isEmpty() ? found : found + "."),
            Stream.of(said.getOurs()).filter(remark -> !remark.isEmpty()))
        .collect(Collectors.joining(" "));
  }

  /** A difference from a network that learned nothing would be read as one. */
  private Optional<String> found(ExperimentResult result) {
    return PaperResults.comparison(result, said.getComparison())
        .map(
            found ->
                result.getScale()
                    + ": "
                    + (found.getLearnedNothingCount() > 0
                        ? ResultText.learnedNothing(found)
                        : ResultText.difference(found)));
  }

  /** Returns the commands that print it or test it, one after another. */
  public List<String> commands() {
    return said.getKind() == ClaimKind.EXPERIMENT
        ? List.of(
            "mvn -q exec:java -pl alexnet-train -Dexec.args=\"experiment "
                + said.getExperiment()
                + scale()
                + " --out paper\"")
        : said.getCommandList();
  }

  /** Returns the options of the scale that was run, or of that which all experiments have. */
  private String scale() {
    String name = results.isEmpty() ? Scale.CIFAR10.name() : results.get(0).getScale();
    return name.equals(Scale.FASHION.name()) ? "" : " --scale " + name + " --images CIFAR";
  }
}
