package org.alexnet.train;

import org.alexnet.train.evaluation.Evaluation;

/**
 * What one epoch brought.
 *
 * @param epoch its number, counted from 1
 * @param step steps at its end
 * @param learningRate the learning rate of its last step
 * @param trainingLoss mean cross-entropy over its steps, in nats
 * @param trainingError mean top-1 error over its steps, with dropout and augmentation, 0 to 1
 * @param evaluation on the validation set, at its end
 */
public record EpochSummary(
    int epoch,
    long step,
    double learningRate,
    double trainingLoss,
    double trainingError,
    Evaluation evaluation) {}
