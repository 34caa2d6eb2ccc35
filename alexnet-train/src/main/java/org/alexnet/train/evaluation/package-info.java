/**
 * How good predictions are: errors and log-probabilities, counted from probabilities alone, whoever
 * made them, how sure errors are ({@link org.alexnet.train.evaluation.Interval}), whether two
 * networks differ ({@link org.alexnet.train.evaluation.McNemar}), and which classes are hard and
 * taken for which ({@link org.alexnet.train.evaluation.ClassErrors}, {@link
 * org.alexnet.train.evaluation.ConfusionMatrix}). It knows nothing of networks, checkpoints and
 * training.
 */
package org.alexnet.train.evaluation;
