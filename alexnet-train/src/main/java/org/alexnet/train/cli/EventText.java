package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alexnet.data.Augmentation;
import org.alexnet.graph.event.AfterEpochs;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Change;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.OnPlateau;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.event.SetLearningRate.Target;
import org.alexnet.graph.event.Trigger;

/** Events as they are written on the command line: {@code epoch67:conv1.weights=0.00001}. */
final class EventText {
  private static final Pattern FORM =
      Pattern.compile("(epoch|step|plateau)([0-9.]+):([^=:]+)=([^=:]+)");

  private EventText() {}

  /**
   * Returns the events of some texts.
   *
   * @param augmentation how images are varied before the first of them
   * @param patience epochs without a lower validation error that make a plateau
   */
  static Events parse(List<String> texts, Augmentation augmentation, int patience) {
    ImmutableList.Builder<Event> events = ImmutableList.builder();
    SetAugmentation current =
        new SetAugmentation(augmentation.randomCrop(), augmentation.flip(), augmentation.pcaStd());
    Map<String, String> latest = new HashMap<>();
    for (String text : texts) {
      Matcher parts = FORM.matcher(text);
      checkArgument(
          parts.matches(),
          "--event must be WHEN:WHAT=VALUE, as epoch67:conv1.weights=0.00001, step500:pca-std=0 or"
              + " plateau1:all=0.001, found '%s'",
          text);
      try {
        Change change = change(parts.group(3), parts.group(4), current);
        current = change instanceof SetAugmentation next ? next : current;
        events.add(new Event(trigger(parts.group(1), parts.group(2), patience), change));
        requireOrder(parts, latest.put(parts.group(1), text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("--event " + text + ": " + reason(e), e);
      }
    }
    return new Events(events.build());
  }

  /** Of two that set the same, the later one in the list holds, which is then the later in time. */
  private static void requireOrder(Matcher parts, String before) {
    if (before != null) {
      Matcher earlier = FORM.matcher(before);
      checkArgument(
          earlier.matches()
              && Double.parseDouble(earlier.group(2)) <= Double.parseDouble(parts.group(2)),
          "events are listed in the order of time, found %s before it",
          before);
    }
  }

  private static String reason(IllegalArgumentException e) {
    return e instanceof NumberFormatException ? "a number is expected" : e.getMessage();
  }

  private static Trigger trigger(String when, String number, int patience) {
    return switch (when) {
      case "epoch" -> new AfterEpochs(Double.parseDouble(number));
      case "step" -> new AfterSteps(Long.parseLong(number));
      default -> new OnPlateau(patience, Integer.parseInt(number));
    };
  }

  private static Change change(String what, String value, SetAugmentation current) {
    return switch (what) {
      case "pca-std" ->
          new SetAugmentation(current.randomCrops(), current.flips(), Double.parseDouble(value));
      case "random-crops" -> new SetAugmentation(isTrue(value), current.flips(), current.pcaStd());
      case "flips" -> new SetAugmentation(current.randomCrops(), isTrue(value), current.pcaStd());
      default -> learningRate(what, Double.parseDouble(value));
    };
  }

  private static boolean isTrue(String value) {
    checkArgument(value.equals("true") || value.equals("false"), "true or false is expected");
    return value.equals("true");
  }

  private static SetLearningRate learningRate(String what, double rate) {
    String layers = what;
    Target target = Target.ALL;
    for (Target kind : new Target[] {Target.WEIGHTS, Target.BIASES}) {
      String word = kind == Target.WEIGHTS ? "weights" : "biases";
      if (what.equals(word)) {
        return new SetLearningRate(ImmutableList.of(), kind, rate);
      }
      if (what.endsWith("." + word)) {
        layers = what.substring(0, what.length() - word.length() - 1);
        target = kind;
      }
    }
    ImmutableList<String> names =
        layers.equals("all")
            ? ImmutableList.of()
            : ImmutableList.copyOf(Splitter.on('+').split(layers));
    return new SetLearningRate(names, target, rate);
  }
}
