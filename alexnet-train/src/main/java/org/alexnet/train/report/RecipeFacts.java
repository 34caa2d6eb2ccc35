package org.alexnet.train.report;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.MapDifference.ValueDifference;
import com.google.common.collect.Maps;
import java.util.Locale;
import java.util.Map;
import org.alexnet.common.Numbers;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.graph.event.Event;
import org.alexnet.train.TrainingRecipe;

/** A recipe by what there is to say of it, in the order of a table. */
final class RecipeFacts {
  private RecipeFacts() {}

  static ImmutableMap<String, String> of(TrainingRecipe recipe) {
    Augmentation varied = recipe.augmentation();
    return ImmutableMap.<String, String>builder()
        .put("batch size", Integer.toString(recipe.batchSize()))
        .put("learning rate", Numbers.brief(recipe.learningRate()))
        .put("schedule", recipe.schedule().describe())
        .put("epochs, at most", Integer.toString(recipe.epochs()))
        .putAll(recipe.optimizer().describe())
        .put("crops", varied.randomCrop() ? "random" : "center")
        .put("flips", varied.flip() ? "yes" : "no")
        .put("draws of both", draws(varied))
        .put("mean subtracted", mean(varied))
        .put("PCA color augmentation", pcaColor(varied))
        .put("events", events(recipe))
        .put("precision", recipe.precision().toString())
        .put("seed", Long.toString(recipe.seed()))
        .buildOrThrow();
  }

  /** Returns what a recipe changes of the one before, in a line. */
  static String changes(TrainingRecipe before, TrainingRecipe after) {
    String changes =
        Maps.difference(of(before), of(after)).entriesDiffering().entrySet().stream()
            .map(RecipeFacts::change)
            .collect(joining("; "));
    return changes.isEmpty() ? "nothing" : changes;
  }

  private static String change(Map.Entry<String, ValueDifference<String>> entry) {
    return String.format(
        Locale.ROOT,
        "%s: %s, before %s",
        entry.getKey(),
        entry.getValue().rightValue(),
        entry.getValue().leftValue());
  }

  private static String draws(Augmentation varied) {
    return varied.imagesPerDraw() == 1
        ? "for each image"
        : "for " + varied.imagesPerDraw() + " images together";
  }

  private static String mean(Augmentation varied) {
    return switch (varied.mean()) {
      case CROP -> "at the crop's place, mirrored with it";
      case CENTER -> "its center, never mirrored";
    };
  }

  private static String pcaColor(Augmentation varied) {
    if (varied.pcaStd() == 0) {
      return "none";
    }
    return Numbers.brief(varied.pcaStd())
        + (varied.pcaScale() == PcaScale.STANDARD_DEVIATION
            ? " standard deviations"
            : " eigenvalues of pixels in " + varied.pcaRange())
        + (varied.pcaDivided() ? ", divided by " + Numbers.brief(1 + varied.pcaStd()) : "");
  }

  private static String events(TrainingRecipe recipe) {
    return recipe.events().list().isEmpty()
        ? "none"
        : recipe.events().list().stream().map(Event::describe).collect(joining("; "));
  }
}
