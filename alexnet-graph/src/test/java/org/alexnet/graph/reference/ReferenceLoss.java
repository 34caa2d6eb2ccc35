package org.alexnet.graph.reference;

/** Softmax and the mean cross-entropy of a batch. */
final class ReferenceLoss {

  private ReferenceLoss() {}

  static Volume probabilities(Volume logits) {
    Volume probabilities = logits.zerosLike();
    int classes = logits.size();
    for (int image = 0; image < logits.images; image++) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int label = 0; label < classes; label++) {
        greatest = Math.max(greatest, logits.values[image * classes + label]);
      }
      double sum = 0;
      for (int label = 0; label < classes; label++) {
        double power = Math.exp(logits.values[image * classes + label] - greatest);
        probabilities.values[image * classes + label] = power;
        sum += power;
      }
      for (int label = 0; label < classes; label++) {
        probabilities.values[image * classes + label] /= sum;
      }
    }
    return probabilities;
  }

  static double loss(Volume probabilities, int[] labels) {
    double sum = 0;
    for (int image = 0; image < labels.length; image++) {
      sum -= Math.log(probabilities.values[image * probabilities.size() + labels[image]]);
    }
    return sum / labels.length;
  }

  static Volume gradient(Volume probabilities, int[] labels) {
    Volume gradient = probabilities.zerosLike();
    for (int at = 0; at < gradient.values.length; at++) {
      int label = labels[at / probabilities.size()];
      double target = at % probabilities.size() == label ? 1 : 0;
      gradient.values[at] = (probabilities.values[at] - target) / labels.length;
    }
    return gradient;
  }
}
