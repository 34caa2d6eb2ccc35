package org.alexnet.export.cli;

import com.google.common.collect.Lists;
import com.google.common.collect.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.source.LabelMap;
import org.alexnet.export.Classifier;
import org.alexnet.export.Prediction;

/** The five most probable classes of images, one image a line. */
final class PredictionTable {
  private static final int SHOWN = 5;
  private static final String HEADING = "image";

  /** Images whose predictions are in memory together. */
  private static final int BATCH = 64;

  /** Longer names push what follows aside. */
  private static final int WIDEST_LABEL = 24;

  private final Classifier classifier;
  private final int nameWidth;
  private final Map<String, String> shortNames;
  private final int labelWidth;
  private int unreadable;

  private PredictionTable(Classifier classifier, List<Path> images) {
    this.classifier = classifier;
    this.nameWidth =
        Math.max(
            HEADING.length(),
            images.stream().mapToInt(image -> name(image).length()).max().orElse(0));
    LabelMap labels = classifier.labels();
    this.shortNames =
        Streams.zip(labels.labels().stream(), labels.shortNames().stream(), Map::entry)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    this.labelWidth =
        Math.min(
            WIDEST_LABEL, shortNames.values().stream().mapToInt(String::length).max().orElse(0));
  }

  /**
   * Prints a row for each image as it comes, of one that cannot be read with the reason.
   *
   * @return the exit code: 1 if any image could not be read
   */
  static int print(Classifier classifier, List<Path> images) throws IOException {
    PredictionTable table = new PredictionTable(classifier, images);
    table.row(HEADING, "most probable classes", "%n");
    for (List<Path> batch : Lists.partition(images, BATCH)) {
      table.print(batch);
    }
    if (table.unreadable > 0) {
      System.err.println(
          Plain.count(table.unreadable, "image") + " of " + images.size() + " could not be read");
      return 1;
    }
    return 0;
  }

  private void print(List<Path> batch) throws IOException {
    try {
      List<List<Prediction>> predictions = classifier.classify(batch);
      for (int i = 0; i < batch.size(); i++) {
        row(name(batch.get(i)), cells(predictions.get(i)), "");
      }
    } catch (BadImageException e) {
      if (batch.size() == 1) {
        row(name(batch.get(0)), e.reason(), "");
        unreadable++;
      } else { // one bad image says nothing of the others
        for (Path image : batch) {
          print(List.of(image));
        }
      }
    }
  }

  private void row(String name, String text, String before) {
    System.out.printf(before + "%-" + nameWidth + "s   %s%n", name, text);
  }

  private static String name(Path image) {
    return image.getFileName().toString();
  }

  private String cells(List<Prediction> predictions) {
    return predictions.stream()
        .limit(SHOWN)
        .map(
            prediction ->
                cell(shortNames.get(prediction.label()), prediction.probability(), labelWidth))
        .collect(Collectors.joining("   "))
        .stripTrailing();
  }

  static String cell(String name, double probability, int width) {
    return String.format(Locale.ROOT, "%-" + width + "s %5.1f %%", name, 100 * probability);
  }
}
