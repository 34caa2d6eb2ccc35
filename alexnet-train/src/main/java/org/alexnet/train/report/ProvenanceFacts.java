package org.alexnet.train.report;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.alexnet.train.PastRecipe;
import org.alexnet.train.Run;
import org.alexnet.train.RunProvenance;
import org.alexnet.train.proto.StartProto;

/** Where the latest checkpoint of a run comes from, in the order of a table. */
final class ProvenanceFacts {
  private ProvenanceFacts() {}

  static ImmutableMap<String, String> of(Run run) {
    RunProvenance made = run.provenance();
    ImmutableMap.Builder<String, String> facts = ImmutableMap.builder();
    facts.put("folder", run.directory().toString());
    facts.put("checkpoint", run.checkpoint().directory().getFileName().toString());
    facts.put("fingerprint of the checkpoint", run.checkpoint().fingerprint());
    facts.put(
        "fingerprint of the data set", run.checkpoint().manifest().getDataset().getFingerprint());
    facts.put("AlexNet for Java", made.libraryVersion());
    facts.put("TensorFlow", made.tensorFlowVersion());
    facts.put("Java", made.javaVersion());
    facts.put("operating system", made.operatingSystem());
    facts.put("processor", made.processor());
    facts.put("cores", Integer.toString(made.cores()));
    facts.put("devices of the towers", String.join(", ", made.towerDevices()));
    made.threads().ifPresent(plan -> facts.put("threads", plan.describe()));
    if (!made.badRecords().isEmpty()) {
      facts.put(
          "damaged training records",
          Text.count(made.badRecords().size(), "record")
              + ", an intact one in the place of each: "
              + made.badRecords().stream()
                  .limit(5)
                  .map(bad -> bad.place() + " (" + bad.reason() + ")")
                  .collect(joining("; ")));
    }
    facts.put("seed of weights and dropout", Long.toString(run.checkpoint().spec().seed()));
    facts.put("seed of order and augmentation", Long.toString(run.checkpoint().recipe().seed()));
    facts.put("first weights", start(run));
    facts.put("recipe history", history(run));
    return facts.buildOrThrow();
  }

  private static String start(Run run) {
    if (!run.checkpoint().manifest().hasStart()) {
      return "random";
    }
    StartProto start = run.checkpoint().manifest().getStart();
    return "of "
        + start.getNetwork().getName()
        + " after "
        + Text.count(start.getStep(), "step")
        + ", "
        + (start.getLayersList().isEmpty()
            ? "all layers that fit"
            : String.join(", ", start.getLayersList()))
        + ", checkpoint "
        + start.getCheckpointSha256();
  }

  private static String history(Run run) {
    List<PastRecipe> recipes = run.recipes();
    if (recipes.size() == 1) {
      return "one recipe";
    }
    StringBuilder history = new StringBuilder();
    for (int i = 1; i < recipes.size(); i++) {
      history
          .append(i == 1 ? "" : "; ")
          .append("after ")
          .append(Text.count(recipes.get(i - 1).untilStep(), "step"))
          .append(" ")
          .append(RecipeFacts.changes(recipes.get(i - 1).recipe(), recipes.get(i).recipe()));
    }
    return history.toString();
  }
}
