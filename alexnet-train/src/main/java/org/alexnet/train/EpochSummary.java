package org.alexnet.train;

/**
 * What one epoch brought.
 *
 * @param epoch its number, counted from 1
 * @param step steps at its end
 * @param learningRate the learning rate of its last step
 * @param trainingLoss mean cross-entropy over its steps, in nats
 * @param evaluation on the validation set, at its end
 */
public record EpochSummary(
    int epoch, long step, double learningRate, double trainingLoss, Evaluation evaluation) {}
