package org.alexnet.train.prediction;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.data.source.LabelMap;

/**
 * The numbers by which a benchmark calls the classes, {@code ILSVRC2012_ID} for example.
 *
 * @param ids of each class of a data set, in its order; positive and different
 */
public record ClassIds(ImmutableList<Integer> ids) {

  /** Checks the numbers. */
  public ClassIds {
    Map<Integer, Integer> classes = new HashMap<>();
    for (int label = 0; label < ids.size(); label++) {
      int id = ids.get(label);
      checkArgument(id > 0, "class numbers must be positive, found %s", id);
      Integer other = classes.put(id, label);
      checkArgument(
          other == null,
          "class numbers must be different, found %s for classes %s and %s",
          id,
          other,
          label);
    }
  }

  /** Returns the numbers 1, 2 and so on. */
  public static ClassIds inOrder(LabelMap labels) {
    ImmutableList.Builder<Integer> ids = ImmutableList.builder();
    for (int label = 1; label <= labels.size(); label++) {
      ids.add(label);
    }
    return new ClassIds(ids.build());
  }

  /**
   * Reads the numbers from a text file with a line for each class: its name, white space, its
   * number ({@code n02119789 1}). Classes that the data set has not are left out.
   *
   * @param labels the data set's classes, by the names of the file
   * @throws IOException if it cannot be read, a line is something else, or a class is missing
   */
  public static ClassIds read(Path file, LabelMap labels) throws IOException {
    Map<String, Integer> byName = new HashMap<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty()) {
        int space = CharMatcher.whitespace().lastIndexIn(line);
        Integer id = Ints.tryParse(line.substring(space + 1));
        if (space < 0 || id == null) {
          throw new IOException(
              file + " line " + (i + 1) + " must be a class and its number, found '" + line + "'");
        }
        if (byName.put(line.substring(0, space).strip(), id) != null) {
          throw new IOException(file + " line " + (i + 1) + " names a class again: '" + line + "'");
        }
      }
    }
    for (String label : labels.labels()) {
      if (!byName.containsKey(label)) {
        throw new IOException(file + " has no number of class " + label);
      }
    }
    try {
      return new ClassIds(
          labels.labels().stream().map(byName::get).collect(ImmutableList.toImmutableList()));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not text in UTF-8", e);
    }
  }
}
