package org.alexnet.train.evaluation;

/**
 * Where the class of an image stands among its probabilities.
 *
 * <p>Ties count as the authors' code counted them ({@code layer_kernels.cu}, run 145): of classes
 * with the same probability, each gets an equal share of the places that are left. So a network
 * that gives all of 1,000 classes the same probability is right about one image in a thousand, and
 * within five predictions about five.
 */
public final class Ranking {
  private Ranking() {}

  /**
   * Returns in how far the class of an image is among the most probable ones: 1 if it is, 0 if not,
   * and between if it shares the last places with others.
   *
   * @param probabilities of each class; any numbers in the same order do as well
   * @param label the image's class, an index into them
   * @param k number of places
   */
  public static double shareWithin(float[] probabilities, int label, int k) {
    int higher = 0;
    int equal = 0;
    float own = probabilities[label];
    for (float probability : probabilities) {
      if (probability > own) {
        higher++;
      } else if (probability == own) {
        equal++;
      }
    }
    return equal == 0 ? 0 : Math.min(1, Math.max(0, (double) (k - higher) / equal)); // NaN: wrong
  }

  /**
   * Returns the class with the highest probability, the first one of those that share it.
   *
   * @param probabilities of each class
   */
  public static int mostProbable(float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Returns the place of the class of an image among its probabilities, counted from 1; of classes
   * with the same probability each has the best of their places.
   *
   * @param probabilities of each class
   * @param label the image's class
   */
  public static int rank(float[] probabilities, int label) {
    int higher = 0;
    for (float probability : probabilities) {
      if (probability > probabilities[label]) {
        higher++;
      }
    }
    return 1 + higher;
  }

  /**
   * Returns the natural logarithm of the probability of the class of an image. A probability of 0
   * counts as the smallest normal float, 1.2e-38, so that one image cannot make a mean infinite.
   *
   * @param probabilities of each class
   * @param label the image's class
   */
  public static double logProbability(float[] probabilities, int label) {
    return Math.log(Math.max(probabilities[label], Float.MIN_NORMAL));
  }
}
