package org.alexnet.data.source;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.alexnet.common.ErrorMessages;
import org.alexnet.data.source.IlsvrcDevkit.Found;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/**
 * The classes of a challenge: the synsets without children, in the order of their WordNet IDs. The
 * challenge's own numbers have another order.
 *
 * @param place where they are from, as errors call it
 * @param labels their WordNet IDs, sorted, and their names
 * @param byNumber the class of each of the challenge's numbers, counted from 0; none where the
 *     source tells no numbers
 */
record IlsvrcClasses(String place, LabelMap labels, ImmutableMap<Integer, Integer> byNumber) {

  /**
   * Reads the devkit's {@code meta.mat}: a struct array {@code synsets}, of which those without
   * children are the classes.
   *
   * @param idField the field with the challenge's numbers
   * @throws IOException if it is something else, or two synsets are the same
   */
  static IlsvrcClasses inMetaFile(Found meta, String idField) throws IOException {
    Map<String, Integer> numbers = new TreeMap<>();
    Map<String, String> names = new HashMap<>();
    try (Source source = Sources.wrap(meta.content().read());
        MatFile file = Mat5.newReader(source).readMat()) {
      Struct synsets = file.getStruct("synsets");
      for (int i = 0; i < synsets.getNumElements(); i++) {
        if (synsets.getMatrix("num_children", i).getInt(0) == 0) {
          String id = synsets.getChar("WNID", i).getString();
          String words = synsets.getChar("words", i).getString().strip();
          names.put(id, words.isEmpty() ? id : words);
          if (numbers.put(id, synsets.getMatrix(idField, i).getInt(0)) != null) {
            throw new IOException("synset " + id + " is there twice");
          }
        }
      }
      return of(
          meta.place(),
          LabelMap.of(numbers.keySet())
              .withNames(numbers.keySet().stream().map(names::get).toList()),
          numbers);
    } catch (IOException | RuntimeException e) { // it parses before it checks
      throw new IOException(
          meta.place()
              + " is not the meta.mat of a devkit, or it is damaged: "
              + ErrorMessages.firstLine(e)
              + "; get it again",
          e);
    }
  }

  /**
   * Returns the classes of a list.
   *
   * @throws IOException if some of its lines have numbers and others not
   */
  static IlsvrcClasses of(SynsetList list) throws IOException {
    Map<String, Integer> numbers = new TreeMap<>();
    list.lines().forEach((id, line) -> line.number().ifPresent(n -> numbers.put(id, n)));
    if (!numbers.isEmpty() && numbers.size() < list.lines().size()) {
      throw new IOException(
          list.file()
              + " must have a number on each line or on none, found "
              + numbers.size()
              + " on "
              + list.lines().size()
              + " lines");
    }
    List<String> ids = list.lines().keySet().stream().sorted().toList();
    return of(list.file().toString(), list.named(ids), numbers);
  }

  private static IlsvrcClasses of(String place, LabelMap labels, Map<String, Integer> numbers)
      throws IOException {
    Map<Integer, Integer> byNumber = new HashMap<>();
    for (Map.Entry<String, Integer> entry : numbers.entrySet()) {
      if (byNumber.put(entry.getValue(), labels.indexOf(entry.getKey())) != null) {
        throw new IOException("number " + entry.getValue() + " is that of two synsets");
      }
    }
    return new IlsvrcClasses(place, labels, ImmutableMap.copyOf(byNumber));
  }

  /**
   * Reads a ground truth: on each line the challenge's number of an image's class, or its synset.
   *
   * @return for each image its class, counted from 0
   * @throws IOException if a line is neither
   */
  int[] groundTruth(Found file) throws IOException {
    List<String> lines =
        file.content().asCharSource(StandardCharsets.UTF_8).read().stripTrailing().lines().toList();
    int[] classes = new int[lines.size()];
    for (int i = 0; i < classes.length; i++) {
      String line = lines.get(i).strip();
      OptionalInt found = find(line);
      if (found.isEmpty()) {
        throw new IOException(
            file.place()
                + " line "
                + (i + 1)
                + " must be "
                + (byNumber.isEmpty() ? "" : "one of the numbers or ")
                + "one of the synsets of "
                + place
                + (byNumber.isEmpty() ? ", which tells no numbers" : "")
                + ", found '"
                + line
                + "'");
      }
      classes[i] = found.getAsInt();
    }
    return classes;
  }

  private OptionalInt find(String line) {
    Optional<Integer> number = Optional.ofNullable(Ints.tryParse(line));
    int label =
        number.isPresent()
            ? byNumber.getOrDefault(number.get(), -1)
            : labels.labels().indexOf(line);
    return label < 0 ? OptionalInt.empty() : OptionalInt.of(label);
  }
}
