package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.alexnet.common.RecordCodec;
import org.alexnet.graph.optimizer.LearningRateSchedule;
import org.alexnet.graph.optimizer.Noisy;
import org.alexnet.graph.optimizer.ReduceOnPlateau;
import org.alexnet.graph.optimizer.Warmup;
import org.alexnet.graph.preset.Preset;

/**
 * Schedules as they are written on the command line, by the names of their kinds and components:
 * {@code warmup:steps=500,multi-step:milestones=30+60}. A kind that another schedule follows stands
 * before it; the last of them has the recipe's after it, unless it is followed by one.
 */
final class ScheduleText {
  private static final ImmutableMap<String, Class<?>> KINDS =
      RecordCodec.kinds(LearningRateSchedule.class).entrySet().stream()
          .collect(
              ImmutableMap.toImmutableMap(
                  kind -> kind.getKey().replace('_', '-'), Map.Entry::getValue));

  /** What is divided by ten, unless it is said (paper, section 5), and the noise of lr.cu. */
  private static final ImmutableMap<String, Value> USUAL =
      ImmutableMap.of("factor", number("0.1"), "std", number("1"), "seed", text("0"));

  private ScheduleText() {}

  /**
   * Returns the schedule of some texts.
   *
   * @param texts a kind each, the last one the innermost
   * @param recipe the schedule that the recipe has without them; what a text of its kind leaves out
   *     stays
   */
  static LearningRateSchedule parse(List<String> texts, LearningRateSchedule recipe) {
    LearningRateSchedule schedule = without(kindsOf(texts), recipe);
    for (int i = texts.size() - 1; i >= 0; i--) {
      boolean followed = i < texts.size() - 1;
      String text = texts.get(i);
      try {
        schedule = parse(text, followed, schedule);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("--schedule " + text + ": " + e.getMessage(), e);
      }
    }
    return schedule;
  }

  private static ImmutableSet<String> kindsOf(List<String> texts) {
    return texts.stream()
        .map(text -> Splitter.on(':').splitToList(text).get(0))
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Leaves out what is written anew: a run that is amended twice by one text rises once. */
  private static LearningRateSchedule without(
      ImmutableSet<String> kinds, LearningRateSchedule schedule) {
    if (schedule instanceof Warmup warmup) {
      LearningRateSchedule then = without(kinds, warmup.then());
      return kinds.contains("warmup") ? then : new Warmup(warmup.steps(), then);
    }
    if (schedule instanceof Noisy noisy) {
      LearningRateSchedule then = without(kinds, noisy.then());
      return kinds.contains("noisy") ? then : new Noisy(noisy.std(), noisy.seed(), then);
    }
    return schedule;
  }

  private static LearningRateSchedule parse(
      String text, boolean followed, LearningRateSchedule next) {
    List<String> parts = Splitter.on(':').splitToList(text);
    Class<?> kind = KINDS.get(parts.get(0));
    checkArgument(kind != null, "a kind is one of %s, found '%s'", KINDS.keySet(), parts.get(0));
    Map<String, RecordComponent> components =
        Arrays.stream(kind.getRecordComponents())
            .collect(Collectors.toMap(RecordComponent::getName, component -> component));
    boolean wraps = components.remove("then") != null;
    checkArgument(wraps || !followed, "no other follows %s", parts.get(0));

    Struct.Builder struct = Struct.newBuilder();
    components.keySet().stream()
        .filter(USUAL::containsKey)
        .forEach(name -> struct.putFields(name, USUAL.get(name)));
    if (kind == ReduceOnPlateau.class) {
      struct.mergeFrom(encoded(Preset.PAPER.recipe().schedule()));
    }
    if (kind.isInstance(next) && !followed && !wraps) {
      struct.mergeFrom(encoded(next));
    }
    for (String part : parts.subList(1, parts.size())) {
      List<String> pair = Splitter.on('=').limit(2).splitToList(part);
      RecordComponent component = components.get(pair.get(0));
      checkArgument(
          pair.size() == 2 && component != null,
          "NAME=VALUE is expected with a name of %s, found '%s'",
          components.keySet().stream().sorted().toList(),
          part);
      struct.putFields(pair.get(0), value(pair.get(1), component.getType()));
    }
    struct.putFields("kind", text(RecordCodec.kindOf(kind)));
    if (wraps) {
      struct.putFields("then", Value.newBuilder().setStructValue(encoded(next)).build());
    }
    return RecordCodec.decode(struct.build(), LearningRateSchedule.class, parts.get(0));
  }

  private static Struct encoded(LearningRateSchedule schedule) {
    return RecordCodec.encode(schedule, LearningRateSchedule.class);
  }

  private static Value value(String text, Class<?> type) {
    if (type == long.class) {
      return whole(text);
    }
    if (type.isPrimitive()) {
      return number(text);
    }
    ListValue.Builder list = ListValue.newBuilder();
    Splitter.on('+').split(text).forEach(element -> list.addValues(number(element)));
    return Value.newBuilder().setListValue(list).build();
  }

  private static Value number(String text) {
    try {
      return Value.newBuilder().setNumberValue(Double.parseDouble(text)).build();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a number is expected, found '" + text + "'", e);
    }
  }

  private static Value whole(String text) {
    try {
      return text(Long.toString(Long.parseLong(text)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a whole number is expected, found '" + text + "'", e);
    }
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
