package org.alexnet.graph.report;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.alexnet.common.Numbers;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.preset.InputRules;
import org.alexnet.graph.preset.InputRules.PcaScale;
import org.alexnet.graph.preset.InputRules.PixelRange;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.preset.PresetRecipe;
import org.alexnet.graph.run.ReleasedRun;
import org.alexnet.graph.run.ReleasedRuns;
import org.alexnet.graph.run.Result;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ChannelMixing;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.ShapeTrace;
import org.alexnet.graph.spec.Weighted;

/**
 * A preset or a run in words.
 *
 * @param name its name
 * @param network its number of parameters
 * @param layers its layers, by what there is to say of each, in the order of a table
 * @param training how it is trained, and of a run what it reached
 */
public record Description(
    String name,
    String network,
    ImmutableMap<String, String> layers,
    ImmutableMap<String, String> training) {

  /** Describes a preset. */
  public static Description of(Preset preset) {
    return new Description(
        preset.toString(),
        parameters(preset.spec()),
        layers(preset.spec()),
        training(preset.recipe()));
  }

  /** Describes a run. */
  public static Description of(ReleasedRun run) {
    return new Description(
        run.name(),
        parameters(run.spec()),
        layers(run.spec()),
        ImmutableMap.<String, String>builder()
            .putAll(training(run.recipe()))
            .putAll(beginning(run))
            .putAll(results(run))
            .buildOrThrow());
  }

  /**
   * Describes the preset or the run of a name.
   *
   * @throws IllegalArgumentException if there is neither
   */
  public static Description of(String name) {
    Optional<Description> preset =
        Arrays.stream(Preset.values())
            .filter(known -> known.toString().equalsIgnoreCase(name))
            .map(Description::of)
            .findFirst();
    Optional<Description> run =
        ReleasedRuns.all().stream()
            .filter(known -> known.name().equals(name))
            .map(Description::of)
            .findFirst();
    return preset
        .or(() -> run)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "preset or run must be one of " + names() + ", found '" + name + "'"));
  }

  /** Returns the names of all presets and runs. */
  public static ImmutableList<String> names() {
    return Stream.concat(
            Arrays.stream(Preset.values()).map(Preset::toString),
            ReleasedRuns.all().stream().map(ReleasedRun::name))
        .collect(ImmutableList.toImmutableList());
  }

  private static String parameters(AlexNetSpec spec) {
    return String.format(Locale.ROOT, "%,d parameters", ParameterTable.of(spec).total());
  }

  static ImmutableMap<String, String> layers(AlexNetSpec spec) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("image", spec.imageSize() + "x" + spec.imageSize());
    facts.put("towers", Integer.toString(spec.towers()));
    facts.put("logits", logits(ShapeTrace.of(spec).logits()));
    String block = "";
    for (Layer layer : spec.layers()) {
      block = layer instanceof Weighted ? layer.name() : block;
      facts.merge("order after " + block, layer.name(), (a, b) -> a + ", " + b);
    }
    ImmutableList<Parameter> parameters = ParameterTable.of(spec).parameters();
    for (Layer layer : spec.layers()) {
      facts.put(layer.name(), describe(layer));
      parameters.stream()
          .filter(parameter -> parameter.layer().equals(layer.name()))
          .forEach(parameter -> facts.putAll(initializer(parameter)));
    }
    return ImmutableMap.copyOf(facts);
  }

  private static String logits(ShapeTrace.Step step) {
    return step.outputParts() == 1
        ? "in the first tower"
        : IntStream.range(0, step.outputParts())
            .mapToObj(tower -> Integer.toString(step.outputChannels(tower)))
            .collect(joining(" + ", "", " over the towers, joined in the first"));
  }

  private static String describe(Layer layer) {
    String text = layer.description();
    return layer instanceof ChannelMixing mixing
        ? text + ", " + mixing.connectivity().word()
        : text;
  }

  private static ImmutableMap<String, String> initializer(Parameter parameter) {
    Initializer begin = parameter.initializer();
    return parameter.kind() == Kind.WEIGHTS
        ? ImmutableMap.of(
            parameter.layer() + " weights", "N(0, " + Numbers.brief(begin.weightStd()) + ")")
        : ImmutableMap.of(parameter.layer() + " biases", Numbers.brief(begin.bias()));
  }

  static ImmutableMap<String, String> recipe(PresetRecipe recipe) {
    InputRules input = recipe.input();
    return ImmutableMap.<String, String>builder()
        .putAll(recipe.optimizer().describe())
        .put("learning rate", Numbers.brief(recipe.learningRate()))
        .put("schedule", recipe.schedule().describe())
        .put("batch size", Integer.toString(recipe.batchSize()))
        .put("epochs", Integer.toString(recipe.epochs()))
        .put("stored image", input.storedSize() + "x" + input.storedSize())
        .put("crops", input.randomCrops() ? "random" : "center")
        .put("flips", input.flips() ? "yes" : "no")
        .put("draws of both", draws(input))
        .put("mean subtracted", mean(input))
        .put("PCA color", pcaColor(input))
        .buildOrThrow();
  }

  private static String draws(InputRules input) {
    return input.imagesPerDraw() == 1
        ? "for each image"
        : "for " + input.imagesPerDraw() + " images together";
  }

  private static String mean(InputRules input) {
    return switch (input.mean()) {
      case CROP -> "at the crop's place, mirrored with it";
      case CENTER -> "its center, never mirrored";
    };
  }

  private static String pcaColor(InputRules input) {
    if (input.pcaStd() == 0) {
      return "none";
    }
    return Numbers.brief(input.pcaStd())
        + (input.pcaScale() == PcaScale.STANDARD_DEVIATION
            ? " standard deviations"
            : " eigenvalues of pixels in "
                + (input.pcaRange() == PixelRange.UNIT ? "0..1" : "0..255"))
        + (input.pcaDivided() ? ", divided by " + Numbers.brief(1 + input.pcaStd()) : "");
  }

  private static ImmutableMap<String, String> training(PresetRecipe recipe) {
    return ImmutableMap.<String, String>builder()
        .putAll(recipe(recipe))
        .putAll(events(recipe))
        .buildOrThrow();
  }

  /** What events change: all times and values of the same thing beside each other. */
  private static Map<String, String> events(PresetRecipe recipe) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (Event event : recipe.events().list()) {
      facts.merge(
          event.change().subject(),
          event.trigger().describe() + ": " + event.change().value(),
          (a, b) -> a + "; " + b);
    }
    return facts;
  }

  static ImmutableMap<String, String> beginning(ReleasedRun run) {
    return ImmutableMap.of(
        "begins from",
        run.initializedFrom()
            .map(from -> from.run() + ": " + String.join(", ", from.layers()))
            .orElse("random"),
        "trained on",
        run.trainedOn());
  }

  static ImmutableMap<String, String> results(ReleasedRun run) {
    ImmutableMap.Builder<String, String> facts = ImmutableMap.builder();
    for (Result result : run.results()) {
      facts.put(result.test(), result.describe());
    }
    String inPaper =
        run.results().stream().flatMap(r -> r.inPaper().stream()).collect(joining("; "));
    return (inPaper.isEmpty() ? facts : facts.put("in the paper", inPaper)).buildOrThrow();
  }
}
