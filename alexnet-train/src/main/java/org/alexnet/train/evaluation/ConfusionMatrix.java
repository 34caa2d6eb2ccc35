package org.alexnet.train.evaluation;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.Multiset;

/**
 * How often images of one class are taken for another. Of classes that share the highest
 * probability the first one counts as the predicted one, so that every image counts once.
 *
 * @param classCount number of classes
 * @param images the label and the predicted class of each image
 */
public record ConfusionMatrix(int classCount, ImmutableMultiset<Cell> images) {

  /**
   * A cell of the matrix.
   *
   * @param label the image's class, 0..classes-1
   * @param predicted the class with the highest probability
   */
  public record Cell(int label, int predicted) {}

  /** Checks the cells. */
  public ConfusionMatrix {
    checkArgument(classCount > 0, "classCount must be positive, found %s", classCount);
    for (Cell cell : images.elementSet()) {
      checkArgument(
          isClass(cell.label, classCount) && isClass(cell.predicted, classCount),
          "label and predicted must be in 0..%s, found %s and %s",
          classCount - 1,
          cell.label,
          cell.predicted);
    }
  }

  private static boolean isClass(int number, int classCount) {
    return number >= 0 && number < classCount;
  }

  /** Counts predictions, image by image, up to a matrix. */
  public static final class Counter implements PredictionConsumer {
    private final int classCount;
    private final Multiset<Cell> images = HashMultiset.create();

    /**
     * Creates a counter that has seen no image.
     *
     * @param classCount number of classes
     */
    public Counter(int classCount) {
      this.classCount = classCount;
    }

    /** Counts one image. */
    @Override
    public void accept(int label, float[] probabilities) {
      images.add(new Cell(label, Ranking.mostProbable(probabilities)));
    }

    /** Returns what was counted so far. */
    public ConfusionMatrix matrix() {
      return new ConfusionMatrix(classCount, ImmutableMultiset.copyOf(images));
    }
  }

  /**
   * Returns the number of images of a class for which a class was predicted.
   *
   * @param label the images' class, counted from 0
   * @param predicted the predicted class
   */
  public int count(int label, int predicted) {
    checkElementIndex(label, classCount, "label");
    checkElementIndex(predicted, classCount, "predicted");
    return images.count(new Cell(label, predicted));
  }

  /** Returns the number of images. */
  public int imageCount() {
    return images.size();
  }

  /** Returns the number of images whose class was predicted, the diagonal. */
  public int correct() {
    return images.entrySet().stream()
        .filter(entry -> entry.getElement().label == entry.getElement().predicted)
        .mapToInt(Multiset.Entry::getCount)
        .sum();
  }
}
