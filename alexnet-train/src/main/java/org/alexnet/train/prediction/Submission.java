package org.alexnet.train.prediction;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.alexnet.common.AtomicFile;
import org.alexnet.train.evaluation.PredictionConsumer;

/**
 * The predictions that the ILSVRC takes: a line for each image with the numbers of its five most
 * probable classes, the most probable first, and spaces between. Images are in the order of their
 * file names, as ILSVRC numbers them, whatever their order in the data set is. Of classes with the
 * same probability the one with the smaller label is first; where there are fewer than five classes
 * a line has all of them.
 */
public final class Submission implements PredictionConsumer {
  private static final int PLACES = 5;

  private final ImmutableList<String> fileNames;
  private final ClassIds ids;
  private final List<String> lines = new ArrayList<>();

  /**
   * Creates one without lines.
   *
   * @param fileNames of the images, in the order in which they are predicted
   * @param ids numbers of the classes
   */
  public Submission(List<String> fileNames, ClassIds ids) {
    this.fileNames = ImmutableList.copyOf(fileNames);
    this.ids = ids;
  }

  /** Takes one image. */
  @Override
  public void accept(int label, float[] probabilities) {
    checkArgument(
        probabilities.length == ids.ids().size(),
        "probabilities must be %s, one for each class number, found %s",
        ids.ids().size(),
        probabilities.length);
    lines.add(
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
            .limit(PLACES)
            .map(best -> ids.ids().get(best).toString())
            .collect(joining(" ")));
  }

  /** Returns the lines, each with its end. */
  public String text() {
    checkArgument(
        lines.size() == fileNames.size(),
        "predictions must be %s, one for each file, found %s",
        fileNames.size(),
        lines.size());
    return IntStream.range(0, lines.size())
        .boxed()
        .sorted(Comparator.comparing(fileNames::get))
        .map(image -> lines.get(image) + "\n")
        .collect(joining());
  }

  /** Writes the file as a whole, or not at all. */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, text());
  }
}
