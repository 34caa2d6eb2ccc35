package org.alexnet.data.source;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A text file with a synset a line: its WordNet ID, the number by which a challenge calls it if
 * there is one, and its name if there is one, with white space between: {@code n02119789 1
 * kit_fox}, {@code n01440764 tench, Tinca tinca}, or {@code n01440764} alone.
 *
 * @param file the file
 * @param lines of each synset, in the order of the file
 */
record SynsetList(Path file, ImmutableMap<String, Line> lines) {

  /**
   * What a line says beside the WordNet ID.
   *
   * @param number by which a challenge calls the synset
   * @param name what people call it
   */
  record Line(Optional<Integer> number, Optional<String> name) {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or a line is something else or says what one before
   *     it said
   */
  static SynsetList read(Path file) throws IOException {
    Map<String, Line> lines = new LinkedHashMap<>();
    Map<Integer, String> numbers = new HashMap<>();
    List<String> texts = texts(file);
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i).strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      String place = file + " line " + (i + 1);
      Iterator<String> parts =
          Splitter.on(CharMatcher.whitespace()).trimResults().limit(2).split(text).iterator();
      String id = parts.next();
      if (!Synsets.isId(id)) {
        throw new IOException(
            place + " must begin with a synset like n01440764, found '" + text + "'");
      }
      Line line = line(parts.hasNext() ? parts.next() : "");
      if (lines.put(id, line) != null) {
        throw new IOException(place + " names " + id + " again");
      }
      if (line.number().isPresent() && numbers.put(line.number().get(), id) != null) {
        throw new IOException(place + " uses number " + line.number().get() + " again");
      }
    }
    if (lines.size() < 2) {
      throw new IOException(file + " must name at least 2 synsets, found " + lines.size());
    }
    return new SynsetList(file, ImmutableMap.copyOf(lines));
  }

  private static Line line(String rest) {
    List<String> parts =
        Splitter.on(CharMatcher.whitespace()).trimResults().limit(2).splitToList(rest);
    Integer number = Ints.tryParse(parts.get(0));
    String name = number == null ? rest : parts.size() > 1 ? parts.get(1) : "";
    return new Line(
        Optional.ofNullable(number),
        name.isEmpty() ? Optional.empty() : Optional.of(name.replace('_', ' ')));
  }

  private static List<String> texts(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not text in UTF-8; save it as such", e);
    }
  }

  /**
   * Returns some classes with names: those that {@link Synsets} has, and of others the list's.
   *
   * @param labels at least two different ones
   */
  LabelMap named(List<String> labels) {
    LabelMap known = Synsets.named(labels);
    return known.withNames(
        known.labels().stream()
            .map(
                label ->
                    Synsets.name(label)
                        .or(() -> Optional.ofNullable(lines.get(label)).flatMap(Line::name))
                        .orElse(label))
            .toList());
  }
}
