package org.alexnet.data.source;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The synsets of WordNet by which ImageNet calls its classes, and the names of the 1000 of
 * ILSVRC-2012: the words of each in WordNet 3.0, which are those of the challenge's devkit.
 */
public final class Synsets {
  /** A WordNet ID: a noun, and its offset in the database. */
  private static final Pattern ID = Pattern.compile("n\\d{8}");

  private static final Supplier<ImmutableMap<String, String>> NAMES =
      Suppliers.memoize(Synsets::read);

  private Synsets() {}

  private static ImmutableMap<String, String> read() {
    try {
      return Resources.readLines(
              Resources.getResource(Synsets.class, "ilsvrc-2012-synsets.tsv"),
              StandardCharsets.UTF_8)
          .stream()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", 2))
          .collect(toImmutableMap(fields -> fields[0], fields -> fields[1]));
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of this library", e);
    }
  }

  /** Returns whether a label has the form of a WordNet ID, {@code n01440764} for example. */
  public static boolean isId(String label) {
    return ID.matcher(label).matches();
  }

  /** Returns the WordNet IDs of ILSVRC-2012's classes, sorted: the first has label 1 in records. */
  public static List<String> ilsvrc2012() {
    return NAMES.get().keySet().asList();
  }

  /**
   * Returns the words of a synset, {@code tench, Tinca tinca} for example.
   *
   * @param id its WordNet ID
   * @return nothing if it is not one of ILSVRC-2012's
   */
  public static Optional<String> name(String id) {
    return Optional.ofNullable(NAMES.get().get(id));
  }

  /**
   * Returns the label map of some labels: those that are synsets of ILSVRC-2012 have the synset's
   * words as their names, the others are their own names.
   *
   * @param labels at least two different ones
   */
  public static LabelMap named(Iterable<String> labels) {
    LabelMap map = LabelMap.of(labels);
    return map.withNames(
        map.labels().stream().map(label -> name(label).orElse(label)).collect(toImmutableList()));
  }
}
