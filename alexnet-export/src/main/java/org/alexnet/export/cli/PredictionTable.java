package org.alexnet.export.cli;

import com.google.common.collect.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.alexnet.data.source.LabelMap;
import org.alexnet.export.Classifier;
import org.alexnet.export.Prediction;

/** The five most probable classes of images, one image a line. */
final class PredictionTable implements AskedImages.Answers {
  private static final int SHOWN = 5;
  private static final String HEADING = "image";

  /** Longer names push what follows aside. */
  private static final int WIDEST_LABEL = 24;

  private final int nameWidth;
  private final Map<String, String> shortNames;
  private final int labelWidth;

  private PredictionTable(Classifier classifier, List<Path> images) {
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
    return AskedImages.ask(classifier, images, table);
  }

  @Override
  public void predicted(Path image, List<Prediction> predictions) {
    row(name(image), cells(predictions), "");
  }

  @Override
  public void refused(Path image, String reason) {
    row(name(image), reason, "");
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
