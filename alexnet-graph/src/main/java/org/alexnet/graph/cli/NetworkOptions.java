package org.alexnet.graph.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.preset.PresetRecipe;
import org.alexnet.graph.run.ReleasedRun;
import org.alexnet.graph.run.ReleasedRuns;
import org.alexnet.graph.spec.Activation;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Variation;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that choose a preset and vary its network as the paper does. */
public final class NetworkOptions {
  @ArgGroup(validate = false, heading = "Network:%n")
  private Group group = new Group();

  private static final class Group {
    @Option(
        names = "--preset",
        paramLabel = "PRESET",
        description = "${COMPLETION-CANDIDATES} (default: paper).")
    private Preset preset;

    @Option(
        names = "--run",
        paramLabel = "RUN",
        description = "A released run in place of a preset, 147 for example.")
    private String run;

    @Option(
        names = "--input-size",
        paramLabel = "PIXELS",
        description = "Side of its input (default: the preset's share of images).")
    private Integer inputSize;

    @Option(
        names = "--variation",
        split = ",",
        paramLabel = "NAME,...",
        hideParamSyntax = true,
        description = "${COMPLETION-CANDIDATES}.")
    private List<Variation> variations = List.of();

    @Option(
        names = "--without-layer",
        split = ",",
        paramLabel = "LAYER,...",
        hideParamSyntax = true,
        description = "Leave out layers in the middle, conv3 for example.")
    private List<String> withoutLayers = List.of();

    @Option(
        names = "--activation",
        paramLabel = "KIND",
        description = "In place of ReLU: ${COMPLETION-CANDIDATES}.")
    private Activation.Kind activation;

    @Option(
        names = "--towers",
        paramLabel = "COUNT",
        description = "The same layers over another number of towers.")
    private Integer towers;

    @Option(
        names = "--width-divided-by",
        paramLabel = "DIVISOR",
        description = "Fewer filters and units, for trying things.")
    private int divisor = 1;

    private AlexNetSpec named() {
      checkArgument(run == null || preset == null, "--run and --preset exclude each other");
      return run == null ? preset().spec() : ReleasedRuns.named(run).spec();
    }

    private Preset preset() {
      return preset == null ? Preset.PAPER : preset;
    }

    private AlexNetSpec spec() {
      Set<Variation> inOrder = EnumSet.noneOf(Variation.class);
      inOrder.addAll(variations);
      checkArgument(
          towers == null || !inOrder.contains(Variation.ONE_TOWER),
          "--variation %s and --towers exclude each other",
          Variation.ONE_TOWER);
      AlexNetSpec spec = towers == null ? named() : named().withTowers(towers);
      for (Variation variation : inOrder) {
        spec = variation.of(spec);
      }
      for (String layer : withoutLayers) {
        spec = spec.withoutLayer(layer);
      }
      spec = activation == null ? spec : spec.withActivation(activation);
      return spec.withWidthDividedBy(divisor);
    }
  }

  /** Returns the released run, if one is named. */
  public Optional<ReleasedRun> run() {
    return Optional.ofNullable(group.run).map(ReleasedRuns::named);
  }

  /** Returns how the preset or the released run is trained. */
  public PresetRecipe recipe() {
    return run().map(ReleasedRun::recipe).orElseGet(() -> group.preset().recipe());
  }

  /** Returns the network with its variants and the preset's input size. */
  public AlexNetSpec spec() {
    return group.spec();
  }

  /** Returns the input size, if one is given. */
  public OptionalInt inputSize() {
    if (group.inputSize == null) {
      return OptionalInt.empty();
    }
    checkArgument(
        group.inputSize > 0 && group.inputSize <= AlexNetSpec.LARGEST_IMAGE,
        "--input-size must be 1 to %s, found %s",
        AlexNetSpec.LARGEST_IMAGE,
        group.inputSize);
    return OptionalInt.of(group.inputSize);
  }
}
