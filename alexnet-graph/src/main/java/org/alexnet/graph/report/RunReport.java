package org.alexnet.graph.report;

import static org.alexnet.graph.preset.Preset.CIFAR10;
import static org.alexnet.graph.preset.Preset.CUDA_CONVNET;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.PresetDiff.Row;
import org.alexnet.graph.run.ReleasedRun;
import org.alexnet.graph.run.ReleasedRuns;
import org.alexnet.graph.spec.AlexNetSpec;

/**
 * Everything of a run, to read: its layers as what differs from a preset, its course as sentences.
 *
 * @param run the run
 */
public record RunReport(ReleasedRun run) {

  /** The report as text. */
  @Override
  public String toString() {
    Paragraphs text = new Paragraphs().title("run " + run.name() + ": " + run.what());
    text.facts(beginning());
    network(text, run.spec());
    text.title("recipe").facts(Description.recipe(run.recipe()));
    ImmutableList<Event> events = run.recipe().events().list();
    if (!events.isEmpty()) {
      text.title("by hand").sentences(events.stream().map(Event::describe).toList());
    }
    text.title("results");
    if (run.results().isEmpty()) {
      text.sentences(ImmutableList.of("none noted"));
    }
    text.facts(Description.results(run));
    if (!run.notes().isEmpty()) {
      text.title("notes").sentences(run.notes());
    }
    text.title("where our input differs").sentences(ReleasedRuns.inputDifferences());
    return text.toString();
  }

  private ImmutableMap<String, String> beginning() {
    return ImmutableMap.<String, String>builder()
        .putAll(Description.beginning(run))
        .put("network", Description.of(run).network())
        .buildOrThrow();
  }

  private static void network(Paragraphs text, AlexNetSpec spec) {
    Preset base = spec.imageSize() == CIFAR10.spec().imageSize() ? CIFAR10 : CUDA_CONVNET;
    Map<String, String> differences = differences(base, spec);
    text.title("layers, as the preset " + base + (differences.isEmpty() ? "" : " but for"));
    text.facts(differences);
  }

  private static Map<String, String> differences(Preset base, AlexNetSpec spec) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (Row row : PresetDiff.rows(Description.layers(base.spec()), Description.layers(spec))) {
      boolean added = row.left().equals(PresetDiff.NONE);
      facts.put(row.what(), row.right() + (added ? "" : " (not " + row.left() + ")"));
    }
    return facts;
  }
}
