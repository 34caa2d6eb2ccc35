package org.alexnet.train.prediction;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import org.alexnet.common.AtomicFile;
import org.alexnet.data.source.LabelMap;
import org.alexnet.train.evaluation.ConfusionMatrix;

/**
 * A confusion matrix as CSV: a row for each class with the number of its images that were taken for
 * each class, names of the predicted classes in the first row and of the images' own in the first
 * column.
 */
public final class ConfusionFile {
  private ConfusionFile() {}

  /**
   * Returns the text of the file.
   *
   * @param matrix the counts
   * @param labels names of the classes
   */
  public static String text(ConfusionMatrix matrix, LabelMap labels) {
    checkArgument(
        labels.size() == matrix.classCount(),
        "labels must be %s, one for each class, found %s",
        matrix.classCount(),
        labels.size());
    StringBuilder text = new StringBuilder("class,");
    text.append(labels.labels().stream().map(PredictionTable::quoted).collect(joining(",")));
    for (int label = 0; label < labels.size(); label++) {
      text.append('\n').append(PredictionTable.quoted(labels.label(label)));
      for (int predicted = 0; predicted < labels.size(); predicted++) {
        text.append(',').append(matrix.count(label, predicted));
      }
    }
    return text.append('\n').toString();
  }

  /** Writes the file as a whole, or not at all. */
  public static void write(Path file, ConfusionMatrix matrix, LabelMap labels) throws IOException {
    AtomicFile.write(file, text(matrix, labels));
  }
}
