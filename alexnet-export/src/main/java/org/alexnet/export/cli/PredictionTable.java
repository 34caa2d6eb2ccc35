package org.alexnet.export.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.alexnet.export.Prediction;

/** The five most probable classes of images, one image a line. */
final class PredictionTable {
  private static final int SHOWN = 5;
  private static final String HEADING = "image";

  private PredictionTable() {}

  static void print(List<Path> images, List<List<Prediction>> predictions) {
    int nameWidth =
        Math.max(
            HEADING.length(),
            images.stream()
                .mapToInt(image -> image.getFileName().toString().length())
                .max()
                .orElse(0));
    int labelWidth =
        predictions.stream()
            .flatMap(classes -> classes.stream().limit(SHOWN))
            .mapToInt(prediction -> prediction.label().length())
            .max()
            .orElse(0);
    System.out.printf("%n%-" + nameWidth + "s   most probable classes%n", HEADING);
    for (int i = 0; i < images.size(); i++) {
      String classes =
          predictions.get(i).stream()
              .limit(SHOWN)
              .map(prediction -> cell(prediction, labelWidth))
              .collect(Collectors.joining("   "));
      System.out.printf(
          "%-" + nameWidth + "s   %s%n", images.get(i).getFileName(), classes.stripTrailing());
    }
  }

  private static String cell(Prediction prediction, int labelWidth) {
    return String.format(
        Locale.ROOT,
        "%-" + labelWidth + "s %5.1f %%",
        prediction.label(),
        100 * prediction.probability());
  }
}
