package org.alexnet.train.evaluation;

import java.util.BitSet;

/**
 * Which images a network gets right at first: those whose class alone has the highest probability.
 * One that shares it with others is wrong here, since a test of two networks knows no halves.
 */
public final class RightImages implements PredictionConsumer {
  private final BitSet right = new BitSet();
  private int imageCount;

  /** Takes one image. */
  @Override
  public void accept(int label, float[] probabilities) {
    right.set(imageCount, Ranking.shareWithin(probabilities, label, 1) == 1);
    imageCount = Math.incrementExact(imageCount);
  }

  /** Returns the number of images so far. */
  public int imageCount() {
    return imageCount;
  }

  /** Returns the number of images that are right here and wrong there. */
  int countWithout(RightImages other) {
    BitSet only = (BitSet) right.clone();
    only.andNot(other.right);
    return only.cardinality();
  }
}
