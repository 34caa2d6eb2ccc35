package org.alexnet.train.prediction;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.io.Writer;
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
   * Writes the file as a whole, or not at all.
   *
   * @param matrix the counts
   * @param labels names of the classes
   * @throws IllegalArgumentException if the names are not as many as the classes
   * @throws IOException if it cannot be written; then the file is as it was
   */
  public static void write(Path file, ConfusionMatrix matrix, LabelMap labels) throws IOException {
    AtomicFile.write(file, content(matrix, labels));
  }

  /**
   * Returns what the file holds.
   *
   * @param matrix the counts
   * @param labels names of the classes
   * @throws IllegalArgumentException if the names are not as many as the classes
   */
  public static AtomicFile.Content content(ConfusionMatrix matrix, LabelMap labels) {
    checkArgument(
        labels.size() == matrix.classCount(),
        "labels must be %s, one for each class, found %s",
        matrix.classCount(),
        labels.size());
    return out -> write(out, matrix, labels);
  }

  private static void write(Writer out, ConfusionMatrix matrix, LabelMap labels)
      throws IOException {
    out.append("class");
    for (String label : labels.labels()) {
      out.append(',').append(PredictionTable.quoted(label));
    }
    for (int label = 0; label < labels.size(); label++) {
      out.append('\n').append(PredictionTable.quoted(labels.label(label)));
      for (int predicted = 0; predicted < labels.size(); predicted++) {
        out.append(',').append(Integer.toString(matrix.count(label, predicted)));
      }
    }
    out.append('\n');
  }
}
