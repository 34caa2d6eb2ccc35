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
 * @param spec its network
 * @param recipe how it was trained
 * @param initializedFrom the run that it took parameters from; empty if all began at random
 * @param trainedOn the data set
 * @param results what was published of it, the best known first; may be empty
 * @param notes where the release is silent, and what the recipe does instead
 */
public record ReleasedRun(
    String name,
    String what,
    AlexNetSpec spec,
    PresetRecipe recipe,
    Optional<InitializedFrom> initializedFrom,
    String trainedOn,
    ImmutableList<Result> results,
    ImmutableList<String> notes) {

  /** Checks that the recipe is about layers that the network has. */
  public ReleasedRun {
    checkArgument(!name.isBlank(), "name must not be blank");
    requireNonNull(what, "what");
    requireNonNull(initializedFrom, "initializedFrom");
    requireNonNull(trainedOn, "trainedOn");
    requireNonNull(results, "results");
    requireNonNull(notes, "notes");
    recipe.optimizer().requireFits(spec);
    recipe.events().requireFit(spec);
  }

  /** A run that begins at random, of which nothing was published. */
  ReleasedRun(String name, String what, AlexNetSpec spec, PresetRecipe recipe, String trainedOn) {
    this(
        name,
        what,
        spec,
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
        spec,
        recipe,
        Optional.of(new InitializedFrom(run, ImmutableList.copyOf(layers))),
        trainedOn,
        results,
        notes);
  }

  ReleasedRun withResults(Result... results) {
    return new ReleasedRun(
        name, what, spec, recipe, initializedFrom, trainedOn, ImmutableList.copyOf(results), notes);
  }

  ReleasedRun withNotes(String... notes) {
    return new ReleasedRun(
        name, what, spec, recipe, initializedFrom, trainedOn, results, ImmutableList.copyOf(notes));
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
