package org.alexnet.train.prediction;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.CharMatcher;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.alexnet.train.evaluation.PredictionConsumer;
import org.alexnet.train.evaluation.Ranking;

/** Writes {@code predictions.csv}, a line for each image (RFC 4180, but with line feeds). */
final class PredictionTable implements PredictionConsumer, Closeable {
  static final String FILE = "predictions.csv";

  private static final CharMatcher TO_BE_QUOTED = CharMatcher.anyOf(",\"\r\n");

  private final PredictedImages images;
  private final List<String> fileNames;
  private final BufferedWriter out;
  private int position;

  PredictionTable(Path folder, PredictedImages images, List<String> fileNames) throws IOException {
    checkArgument(
        fileNames.size() == images.imageCount(),
        "fileNames must be %s, one for each image, found %s",
        images.imageCount(),
        fileNames.size());
    this.images = images;
    this.fileNames = fileNames;
    this.out = Files.newBufferedWriter(folder.resolve(FILE), StandardCharsets.UTF_8);
    out.write(
        "image,file,label,class,predicted,predicted_class,probability,rank,log_probability\n");
  }

  @Override
  public void accept(int label, float[] probabilities) throws IOException {
    int predicted = Ranking.mostProbable(probabilities);
    out.write(
        String.format(
            Locale.ROOT,
            "%d,%s,%d,%s,%d,%s,%s,%d,%.6f\n",
            position,
            quoted(fileNames.get(position)),
            label,
            quoted(images.labels().label(label)),
            predicted,
            quoted(images.labels().label(predicted)),
            probabilities[predicted],
            Ranking.rank(probabilities, label),
            Ranking.logProbability(probabilities, label)));
    position++;
  }

  static String quoted(String text) {
    return TO_BE_QUOTED.matchesAnyOf(text) ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
