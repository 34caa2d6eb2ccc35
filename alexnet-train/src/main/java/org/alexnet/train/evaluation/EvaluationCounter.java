package org.alexnet.train.evaluation;

/** Counts predictions, image by image, up to an {@link Evaluation}. */
public final class EvaluationCounter implements PredictionConsumer {
  private long imageCount;
  private double top1;
  private double top5;
  private double logProbabilities;

  /** Counts one image. */
  @Override
  public void accept(int label, float[] probabilities) {
    imageCount++;
    top1 += Ranking.shareWithin(probabilities, label, 1);
    top5 += Ranking.shareWithin(probabilities, label, 5);
    logProbabilities += Ranking.logProbability(probabilities, label);
  }

  /**
   * Returns what was counted. A probability of 0 counts as in {@link Ranking#logProbability}.
   *
   * @throws IllegalArgumentException if there was no image
   */
  public Evaluation evaluation() {
    return new Evaluation(
        imageCount, top1, top5, imageCount == 0 ? 0 : Math.min(0, logProbabilities / imageCount));
  }
}
