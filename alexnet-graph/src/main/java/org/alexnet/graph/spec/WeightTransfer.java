package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.ndarray.Shape;

/**
 * Which layers of one network take their parameters from another: those of the same name whose
 * shapes are the same in every tower, or become so when the towers of the other network, which all
 * read the same, are joined into one. A layer takes all of its parameters or none.
 *
 * @param from the network that has the parameters
 * @param to the network that takes them
 * @param layers what becomes of each layer with parameters, first those of {@code to}
 */
public record WeightTransfer(AlexNetSpec from, AlexNetSpec to, ImmutableList<LayerPlan> layers) {

  /** What becomes of a layer. */
  public enum Outcome {
    /** It takes the parameters as they are. */
    LOADED,
    /** It takes those of several towers, joined. */
    JOINED,
    /** It begins as a fresh layer does. */
    INITIALIZED,
    /** The other network has it, and nothing takes it. */
    SKIPPED
  }

  /**
   * What becomes of one layer.
   *
   * @param layer its name
   * @param outcome what becomes of it
   * @param reason why, where it is neither loaded nor joined
   */
  public record LayerPlan(String layer, Outcome outcome, String reason) {
    private boolean isTransferred() {
      return outcome == Outcome.LOADED || outcome == Outcome.JOINED;
    }
  }

  /**
   * The transfer between two networks.
   *
   * @param from the network that has the parameters
   * @param to the network that takes them
   */
  public static WeightTransfer between(AlexNetSpec from, AlexNetSpec to) {
    ParameterTable source = ParameterTable.of(from);
    ParameterTable target = ParameterTable.of(to);
    ImmutableList.Builder<LayerPlan> layers = ImmutableList.builder();
    Set<String> there = layersOf(source);
    Set<String> here = layersOf(target);
    for (String layer : here) {
      layers.add(plan(layer, source, target, readsSame(from, layer)));
    }
    for (String layer : there) {
      if (!here.contains(layer)) {
        layers.add(new LayerPlan(layer, Outcome.SKIPPED, "no such layer here"));
      }
    }
    return new WeightTransfer(from, to, layers.build());
  }

  /**
   * Returns a copy that leaves all other layers as fresh ones begin.
   *
   * @param names layers that are loaded or joined here
   * @throws IllegalArgumentException if one is not
   */
  public WeightTransfer withOnly(Collection<String> names) {
    ImmutableSet<String> able =
        layers.stream()
            .filter(LayerPlan::isTransferred)
            .map(LayerPlan::layer)
            .collect(toImmutableSet());
    for (String name : names) {
      checkArgument(
          able.contains(name),
          "the layers that can be initialized from %s are %s, found %s",
          from.name(),
          able,
          name);
    }
    return new WeightTransfer(
        from,
        to,
        layers.stream()
            .map(
                plan ->
                    plan.isTransferred() && !names.contains(plan.layer())
                        ? new LayerPlan(plan.layer(), Outcome.INITIALIZED, "not asked for")
                        : plan)
            .collect(toImmutableList()));
  }

  /** Whether the weights of all towers of a layer read the same; false if there is none. */
  private static boolean readsSame(AlexNetSpec spec, String name) {
    ShapeTrace trace = ShapeTrace.of(spec);
    return trace.steps().stream()
        .filter(step -> step.layer().name().equals(name))
        .anyMatch(step -> step.readsSame() || step.layer().imageCount(trace.image()) > 0);
  }

  private static LayerPlan plan(
      String layer, ParameterTable source, ParameterTable target, boolean readsSame) {
    List<Parameter> theirs = weightsOf(source, layer);
    List<Parameter> ours = weightsOf(target, layer);
    if (theirs.isEmpty()) {
      return new LayerPlan(layer, Outcome.INITIALIZED, "no such layer there");
    }
    if (shapes(theirs).equals(shapes(ours))) {
      return new LayerPlan(layer, Outcome.LOADED, "");
    }
    if (ours.size() == 1 && joined(theirs).equals(ours.get(0).shape())) {
      return readsSame
          ? new LayerPlan(layer, Outcome.JOINED, "")
          : new LayerPlan(layer, Outcome.INITIALIZED, "its towers read different channels there");
    }
    return new LayerPlan(
        layer, Outcome.INITIALIZED, words(theirs) + " there, " + words(ours) + " here");
  }

  private static Set<String> layersOf(ParameterTable table) {
    Set<String> layers = new LinkedHashSet<>();
    table.parameters().forEach(parameter -> layers.add(parameter.layer()));
    return layers;
  }

  private static List<Parameter> weightsOf(ParameterTable table, String layer) {
    return table.parameters().stream()
        .filter(parameter -> parameter.layer().equals(layer) && parameter.kind() == Kind.WEIGHTS)
        .toList();
  }

  private static List<Shape> shapes(List<Parameter> weights) {
    return weights.stream().map(Parameter::shape).toList();
  }

  /** Filters side by side. */
  private static Shape joined(List<Parameter> weights) {
    long[] sizes = weights.get(0).shape().asArray();
    sizes[sizes.length - 1] = weights.stream().mapToLong(part -> part.shape().get(-1)).sum();
    return Shape.of(sizes);
  }

  private static String words(List<Parameter> weights) {
    String shapes =
        weights.stream().map(part -> words(part.shape())).distinct().collect(joining(" and "));
    return weights.size() == 1 ? shapes : weights.size() + " towers of " + shapes;
  }

  private static String words(Shape shape) {
    return Arrays.stream(shape.asArray()).mapToObj(Long::toString).collect(joining("x"));
  }

  /**
   * Where the parameters come from.
   *
   * @return by the name of each parameter that is taken, the names of those of the other network,
   *     to be joined along the last axis if they are several
   */
  public ImmutableMap<String, ImmutableList<String>> sources() {
    ParameterTable source = ParameterTable.of(from);
    ImmutableMap.Builder<String, ImmutableList<String>> sources = ImmutableMap.builder();
    for (Parameter parameter : ParameterTable.of(to).parameters()) {
      Outcome outcome = outcomeOf(parameter.layer());
      if (outcome == Outcome.LOADED) {
        sources.put(parameter.name(), ImmutableList.of(parameter.name()));
      } else if (outcome == Outcome.JOINED) {
        sources.put(
            parameter.name(),
            source.parameters().stream()
                .filter(
                    other ->
                        other.layer().equals(parameter.layer()) && other.kind() == parameter.kind())
                .map(Parameter::name)
                .collect(ImmutableList.toImmutableList()));
      }
    }
    return sources.buildOrThrow();
  }

  private Outcome outcomeOf(String layer) {
    return layers.stream()
        .filter(plan -> plan.layer().equals(layer) && plan.outcome() != Outcome.SKIPPED)
        .findFirst()
        .orElseThrow()
        .outcome();
  }

  /** The report: a line for each layer. */
  @Override
  public String toString() {
    return layers.stream()
        .map(
            plan ->
                String.format(
                        Locale.ROOT,
                        "%-8s  %-11s  %s",
                        plan.layer,
                        plan.outcome.name().toLowerCase(Locale.ROOT),
                        plan.reason)
                    .stripTrailing())
        .collect(joining("\n"));
  }
}
