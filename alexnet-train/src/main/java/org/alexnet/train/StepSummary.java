package org.alexnet.train;

/**
 * What one step brought.
 *
 * @param epoch the epoch it belongs to, counted from 1
 * @param step steps so far
 * @param loss mean cross-entropy of its batch before the parameters changed, in nats; the mean
 *     log-probability of the images' classes is its negative
 * @param error share of its batch whose class did not get the highest probability, with dropout and
 *     augmentation as in training, 0 to 1
 */
public record StepSummary(int epoch, long step, double loss, double error) {}
