package org.alexnet.train.watch;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.lang.reflect.RecordComponent;
import java.util.Optional;

/** Lines of {@code steps.jsonl} as JSON and back. */
final class LineCodec {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .disableHtmlEscaping()
          .create();

  private static final ImmutableMap<String, Class<? extends Line>> KINDS =
      ImmutableMap.of(
          "step", Line.Steps.class, "epoch", Line.Epoch.class, "event", Line.Event.class);

  /** Members that a line has where there is something to say. */
  private static final ImmutableSetMultimap<Class<? extends Line>, String> OPTIONAL =
      ImmutableSetMultimap.<Class<? extends Line>, String>builder()
          .putAll(Line.Steps.class, "learning_rates", "partial")
          .putAll(Line.Event.class, "state", "tensor", "learning_rate")
          .build();

  private LineCodec() {}

  /**
   * Where a line stands.
   *
   * @param step the number of steps that were made
   * @param epoch the number of the epoch, in the line of an epoch
   * @param state what the next line depends on, in that of a checkpoint
   * @param partial whether it is the last line of steps of a sitting, of fewer steps than others
   */
  record Place(long step, Optional<Integer> epoch, Optional<WatchState> state, boolean partial) {}

  /** Returns a line as JSON, without the line feed. */
  static String encode(Line line) {
    return GSON.toJson(line);
  }

  /**
   * Returns the line that a text holds.
   *
   * @throws IllegalArgumentException if it is no JSON object, of no known kind, or a member is
   *     missing or of another type
   */
  static Line decode(String text) {
    try {
      JsonObject object = JsonParser.parseString(text).getAsJsonObject();
      Class<? extends Line> type = KINDS.get(member(object, "kind").getAsString());
      if (type == null) {
        throw new JsonParseException("kind must be one of " + KINDS.keySet());
      }
      for (RecordComponent component : type.getRecordComponents()) {
        String name = CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, component.getName());
        if (!OPTIONAL.containsEntry(type, name)) {
          member(object, name);
        }
      }
      return GSON.fromJson(object, type);
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException e) { // Gson's words for what is not there or other
      throw new IllegalArgumentException("not a line of " + StepLog.NAME + ": " + text, e);
    }
  }

  private static JsonElement member(JsonObject object, String name) {
    if (!object.has(name) || object.get(name).isJsonNull()) {
      throw new JsonParseException(name + " is missing");
    }
    return object.get(name);
  }

  /**
   * Returns where a line stands, whatever other members it has or lacks, so that a run resumes with
   * the lines of another version.
   *
   * @return nothing if the text holds no line
   */
  static Optional<Place> place(String text) {
    try {
      JsonObject object = JsonParser.parseString(text).getAsJsonObject();
      boolean isEpoch = member(object, "kind").getAsString().equals("epoch");
      return Optional.of(
          new Place(
              member(object, "step").getAsLong(),
              isEpoch ? Optional.of(member(object, "epoch").getAsInt()) : Optional.empty(),
              Optional.ofNullable(GSON.fromJson(object.get("state"), WatchState.class)),
              object.has("partial")));
    } catch (JsonParseException
        | IllegalStateException
        | NumberFormatException
        | UnsupportedOperationException noLine) {
      return Optional.empty();
    }
  }
}
