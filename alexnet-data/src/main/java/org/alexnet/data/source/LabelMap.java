package org.alexnet.data.source;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of the classes; the position of a name is the number of its class, counted from 0.
 *
 * @param labels at least two different names
 */
public record LabelMap(ImmutableList<String> labels) {
  /** Checks that there is something to tell apart and that the names do. */
  public LabelMap {
    checkArgument(labels.size() >= 2, "labels must name at least 2 classes, found %s", labels);
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      checkArgument(
          !label.isBlank() && label.lines().toList().equals(List.of(label)),
          "labels must each be one line of text, found '%s'",
          label);
      checkArgument(seen.add(label), "labels must be different, found '%s' twice", label);
    }
  }

  /**
   * Returns the label map of some names.
   *
   * @param labels at least two different names
   */
  public static LabelMap of(Iterable<String> labels) {
    return new LabelMap(ImmutableList.copyOf(labels));
  }

  /** Returns the number of classes. */
  public int size() {
    return labels.size();
  }

  /**
   * Returns the name of a class.
   *
   * @param index number of the class, counted from 0
   */
  public String label(int index) {
    checkArgument(
        index >= 0 && index < size(), "index must be in 0..%s, found %s", size() - 1, index);
    return labels.get(index);
  }

  /**
   * Returns the number of a class, counted from 0.
   *
   * @param label its name
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
