package org.alexnet.data.source;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multiset;
import com.google.common.collect.Streams;
import com.google.common.hash.Hashing;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The classes; the position of a label is the number of its class, counted from 0.
 *
 * @param labels what files and options call the classes, a WordNet ID like {@code n01440764} for
 *     example: at least two, all different
 * @param names what people call them, {@code tench, Tinca tinca} for example; those of two classes
 *     may be equal, as ILSVRC's two cranes are
 */
public record LabelMap(ImmutableList<String> labels, ImmutableList<String> names)
    implements Serializable {
  /** Checks that there is something to tell apart and that the labels do. */
  public LabelMap {
    checkArgument(labels.size() >= 2, "labels must name at least 2 classes, found %s", labels);
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      checkArgument(isLine(label), "labels must each be one line of text, found '%s'", label);
      checkArgument(seen.add(label), "labels must be different, found '%s' twice", label);
    }
    checkArgument(
        names.size() == labels.size(),
        "names must be %s, one for each label, found %s",
        labels.size(),
        names.size());
    for (String name : names) {
      checkArgument(isLine(name), "names must each be one line of text, found '%s'", name);
    }
  }

  private static boolean isLine(String text) {
    return !text.isBlank() && text.lines().toList().equals(List.of(text));
  }

  /**
   * Returns the label map of some labels, which are the names too.
   *
   * @param labels at least two different ones
   */
  public static LabelMap of(Iterable<String> labels) {
    ImmutableList<String> copy = ImmutableList.copyOf(labels);
    return new LabelMap(copy, copy);
  }

  /**
   * Returns a copy with these names.
   *
   * @param names one for each label; none at all leaves the labels as names
   */
  public LabelMap withNames(Iterable<String> names) {
    ImmutableList<String> copy = ImmutableList.copyOf(names);
    return new LabelMap(labels, copy.isEmpty() ? labels : copy);
  }

  /**
   * Returns the label map of some of the classes, with their names.
   *
   * @param labels of at least two classes, in the order in which they are numbered there
   */
  public LabelMap select(List<String> labels) {
    return of(labels).withNames(labels.stream().map(label -> names.get(indexOf(label))).toList());
  }

  /** Returns the number of classes. */
  public int size() {
    return labels.size();
  }

  /**
   * Returns the label of a class.
   *
   * @param index number of the class, counted from 0
   */
  public String label(int index) {
    return labels.get(requireClass(index));
  }

  /**
   * Returns the name of a class.
   *
   * @param index number of the class, counted from 0
   */
  public String name(int index) {
    return names.get(requireClass(index));
  }

  private int requireClass(int index) {
    checkArgument(
        index >= 0 && index < size(), "index must be in 0..%s, found %s", size() - 1, index);
    return index;
  }

  /** Returns whether any class has a name other than its label. */
  public boolean hasNames() {
    return !names.equals(labels);
  }

  /**
   * Returns what to call each class where there is little room: its label if it has no other name,
   * or its name up to the first comma, as in the paper's figure 4, followed by the label in
   * parentheses where another class is called the same. All are different.
   */
  public ImmutableList<String> shortNames() {
    List<String> heads = Streams.zip(names.stream(), labels.stream(), LabelMap::head).toList();
    Multiset<String> counts = HashMultiset.create(heads);
    ImmutableList<String> shown =
        Streams.zip(
                heads.stream(),
                labels.stream(),
                (head, label) ->
                    head.equals(label) || counts.count(head) == 1
                        ? head
                        : head + " (" + label + ")")
            .collect(toImmutableList());
    return Set.copyOf(shown).size() == size() ? shown : labels;
  }

  private static String head(String name, String label) {
    int comma = name.indexOf(',');
    return name.equals(label) || comma < 1 ? name : name.substring(0, comma);
  }

  /**
   * Returns the number of a class, counted from 0.
   *
   * @param label its label
   */
  public int indexOf(String label) {
    int index = labels.indexOf(label);
    checkArgument(index >= 0, "label must be one of %s, found '%s'", labels, label);
    return index;
  }

  /** Returns SHA-256 of the labels, each followed by a line feed, in UTF-8; in hexadecimal. */
  public String sha256() {
    String lines = String.join("\n", labels) + "\n";
    return Hashing.sha256().hashString(lines, StandardCharsets.UTF_8).toString();
  }
}
