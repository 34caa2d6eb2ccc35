package org.alexnet.graph.run;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.alexnet.graph.preset.PresetRecipe;
import org.alexnet.graph.spec.AlexNetSpec;

/**
 * A training whose configuration the authors released with their code: {@code layers-147.cfg} with
 * the notes in {@code layer-params-147.cfg}, for example.
 *
 * @param name its name, {@code 147} for example
 * @param what what it is, in a few words
 * @param network its network; empty where a chain of layers cannot say it
 * @param recipe how it was trained
 * @param initializedFrom the run that it took parameters from; empty if all began at random
 * @param trainedOn the data set
 * @param results what was published of it, the best known first; may be empty
 * @param notes where the release is silent, and what the recipe does instead
 */
public record ReleasedRun(
    String name,
    String what,
    Optional<AlexNetSpec> network,
    PresetRecipe recipe,
    Optional<InitializedFrom> initializedFrom,
    String trainedOn,
    ImmutableList<Result> results,
    ImmutableList<String> notes) {

  /** Why a run has no network. */
  public static final String WITHOUT_NETWORK =
      "not here: conv2 also reads a low-resolution image, which a chain of layers cannot say";

  /** Checks that the recipe is about layers that the network has. */
  public ReleasedRun {
    checkArgument(!name.isBlank(), "name must not be blank");
    requireNonNull(what, "what");
    requireNonNull(initializedFrom, "initializedFrom");
    requireNonNull(trainedOn, "trainedOn");
    requireNonNull(results, "results");
    requireNonNull(notes, "notes");
    network.ifPresent(recipe.optimizer()::requireFits);
    network.ifPresent(recipe.events()::requireFit);
  }

  /** A run that begins at random, of which nothing was published. */
  ReleasedRun(
      String name,
      String what,
      Optional<AlexNetSpec> network,
      PresetRecipe recipe,
      String trainedOn) {
    this(
        name,
        what,
        network,
        recipe,
        Optional.empty(),
        trainedOn,
        ImmutableList.of(),
        ImmutableList.of());
  }

  ReleasedRun initializedFrom(String run, String... layers) {
    return new ReleasedRun(
        name,
        what,
        network,
        recipe,
        Optional.of(new InitializedFrom(run, ImmutableList.copyOf(layers))),
        trainedOn,
        results,
        notes);
  }

  ReleasedRun withResults(Result... results) {
    return new ReleasedRun(
        name,
        what,
        network,
        recipe,
        initializedFrom,
        trainedOn,
        ImmutableList.copyOf(results),
        notes);
  }

  ReleasedRun withNotes(String... notes) {
    return new ReleasedRun(
        name,
        what,
        network,
        recipe,
        initializedFrom,
        trainedOn,
        results,
        ImmutableList.copyOf(notes));
  }

  /**
   * Returns the network.
   *
   * @throws IllegalArgumentException if a chain of layers cannot say it
   */
  public AlexNetSpec spec() {
    return network.orElseThrow(
        () ->
            new IllegalArgumentException("the network of run " + name + " is " + WITHOUT_NETWORK));
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
