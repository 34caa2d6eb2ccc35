package org.alexnet.graph.report;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.alexnet.common.Numbers;
import org.alexnet.graph.preset.InputRules;
import org.alexnet.graph.preset.InputRules.PcaScale;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.preset.PresetRecipe;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ChannelMixing;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.Weighted;

/**
 * Where two named networks and their recipes differ, and in nothing else.
 *
 * @param left the one network
 * @param right the other
 * @param rows what differs, in the order of the layers
 */
public record PresetDiff(Preset left, Preset right, ImmutableList<Row> rows) {

  /**
   * One difference.
   *
   * @param what what differs
   * @param left of the one network; - where it has no such thing
   * @param right of the other
   */
  public record Row(String what, String left, String right) {}

  /** The differences of two networks. */
  public static PresetDiff of(Preset left, Preset right) {
    Map<String, String> ofLeft = facts(left);
    Map<String, String> ofRight = facts(right);
    Set<String> all = new LinkedHashSet<>(ofLeft.keySet());
    all.addAll(ofRight.keySet());
    return new PresetDiff(
        left,
        right,
        all.stream()
            .filter(what -> !Objects.equals(ofLeft.get(what), ofRight.get(what)))
            .map(
                what ->
                    new Row(what, ofLeft.getOrDefault(what, "-"), ofRight.getOrDefault(what, "-")))
            .collect(ImmutableList.toImmutableList()));
  }

  private static Map<String, String> facts(Preset preset) {
    AlexNetSpec spec = preset.spec();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("image", spec.imageSize() + "x" + spec.imageSize());
    facts.put("towers", Integer.toString(spec.towers()));
    String block = "";
    for (Layer layer : spec.layers()) {
      block = layer instanceof Weighted ? layer.name() : block;
      facts.merge("order after " + block, layer.name(), (a, b) -> a + ", " + b);
    }
    for (Layer layer : spec.layers()) {
      facts.put(layer.name(), describe(layer));
      initializer(layer, facts);
    }
    PresetRecipe recipe = preset.recipe();
    facts.putAll(recipe.optimizer().describe());
    facts.put("learning rate", Numbers.brief(recipe.learningRate()));
    facts.put("schedule", recipe.schedule().describe());
    facts.put("batch size", Integer.toString(recipe.batchSize()));
    facts.put("epochs", Integer.toString(recipe.epochs()));
    InputRules input = recipe.input();
    facts.put("stored image", input.storedSize() + "x" + input.storedSize());
    facts.put("crops", input.randomCrops() ? "random" : "center");
    facts.put("flips", input.flips() ? "yes" : "no");
    facts.put("PCA color", pcaColor(input));
    return facts;
  }

  private static String describe(Layer layer) {
    String text = layer.description();
    return layer instanceof ChannelMixing mixing
        ? text + ", " + mixing.connectivity().word()
        : text;
  }

  private static void initializer(Layer layer, Map<String, String> facts) {
    if (layer instanceof Weighted weighted) {
      Initializer begin = weighted.initializer();
      facts.put(layer.name() + " weights", "N(0, " + Numbers.brief(begin.weightStd()) + ")");
      facts.put(layer.name() + " biases", Numbers.brief(begin.bias()));
    }
  }

  private static String pcaColor(InputRules input) {
    if (input.pcaStd() == 0) {
      return "none";
    }
    return Numbers.brief(input.pcaStd())
        + (input.pcaScale() == PcaScale.EIGENVALUE ? " eigenvalues" : " standard deviations");
  }

  /** The table as text, in columns. */
  @Override
  public String toString() {
    if (rows.isEmpty()) {
      return left + " and " + right + " differ in nothing";
    }
    int what = width(rows.stream().map(Row::what).toList(), "");
    int one = width(rows.stream().map(Row::left).toList(), left.toString());
    String format = "%-" + what + "s  %-" + one + "s  %s";
    StringBuilder text = new StringBuilder(String.format(format, "", left, right));
    for (Row row : rows) {
      text.append('\n').append(String.format(format, row.what, row.left, row.right));
    }
    return text.toString();
  }

  private static int width(Iterable<String> cells, String title) {
    int width = Math.max(1, title.length());
    for (String cell : cells) {
      width = Math.max(width, cell.length());
    }
    return width;
  }
}
