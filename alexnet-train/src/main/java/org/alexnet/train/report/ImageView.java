package org.alexnet.train.report;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import org.alexnet.data.StoredRecord;

/**
 * An image on the page with what a network says of it.
 *
 * @param picture the stored image
 * @param file the name of the file that it was made from
 * @param label its class
 * @param predicted the predicted class
 * @param loss cross-entropy, in nats
 * @param bars the most probable classes, as in the left half of the paper's figure 4
 */
record ImageView(
    Picture picture,
    String file,
    String label,
    String predicted,
    String loss,
    ImmutableList<Bar> bars) {

  /**
   * A class with its probability.
   *
   * @param label the class
   * @param percent its probability, for people
   * @param width the same as CSS reads it
   * @param right whether it is the image's class
   */
  record Bar(String label, String percent, String width, boolean right) {}

  /**
   * Returns a prediction with its picture.
   *
   * @param stored the image
   * @param size side of the stored image, in pixels
   * @param names of the classes
   */
  static ImageView of(Prediction prediction, StoredRecord stored, int size, List<String> names) {
    String label = names.get(prediction.label());
    return new ImageView(
        Picture.stored(stored, size, label + ", file " + stored.name()),
        stored.name(),
        label,
        names.get(prediction.predicted()),
        Text.decimals(prediction.loss()),
        prediction.best().stream()
            .map(
                guess ->
                    new Bar(
                        names.get(guess.label()),
                        String.format(Locale.ROOT, "%.1f %%", 100 * guess.probability()),
                        String.format(Locale.ROOT, "%.2f%%", 100 * guess.probability()),
                        guess.label() == prediction.label()))
            .collect(toImmutableList()));
  }
}
