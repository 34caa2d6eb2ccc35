package org.alexnet.export.cli;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.image.BadImageException;
import org.alexnet.export.Classifier;
import org.alexnet.export.Prediction;

/** Images that a classifier is asked about; one that cannot be read says nothing of the others. */
final class AskedImages {
  /** Images whose predictions are in memory together. */
  private static final int BATCH = 64;

  private final Classifier classifier;
  private final Answers answers;
  private int unreadable;

  /** Is told what is answered, image by image, in order. */
  interface Answers {
    /** Is told what an image shows, the most probable first. */
    void predicted(Path image, List<Prediction> predictions);

    /** Is told why an image cannot be read. */
    void refused(Path image, String reason);
  }

  private AskedImages(Classifier classifier, Answers answers) {
    this.classifier = classifier;
    this.answers = answers;
  }

  /**
   * Asks about images.
   *
   * @return the exit code: 1 if any could not be read
   */
  static int ask(Classifier classifier, List<Path> images, Answers answers) throws IOException {
    AskedImages asked = new AskedImages(classifier, answers);
    for (List<Path> batch : Lists.partition(images, BATCH)) {
      asked.ask(batch);
    }
    if (asked.unreadable > 0) {
      System.err.println(
          Plain.count(asked.unreadable, "image") + " of " + images.size() + " could not be read");
      return 1;
    }
    return 0;
  }

  private void ask(List<Path> batch) throws IOException {
    try {
      List<List<Prediction>> predictions = classifier.classify(batch);
      for (int i = 0; i < batch.size(); i++) {
        answers.predicted(batch.get(i), predictions.get(i));
      }
    } catch (BadImageException e) {
      if (batch.size() == 1) {
        answers.refused(batch.get(0), e.reason());
        unreadable++;
      } else {
        for (Path image : batch) {
          ask(List.of(image));
        }
      }
    }
  }
}
