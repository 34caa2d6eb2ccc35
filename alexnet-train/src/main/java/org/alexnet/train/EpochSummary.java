package org.alexnet.train;

/**
 * What one epoch brought.
 *
 * @param epoch its number, counted from 1
 * @param step updates at its end
 * @param learningRate the rate of its updates
 * @param trainingLoss mean cross-entropy over its updates, in nats
 * @param evaluation of the validation images with the center crop, at its end
 */
public record EpochSummary(
    int epoch, long step, double learningRate, double trainingLoss, Evaluation evaluation) {}
