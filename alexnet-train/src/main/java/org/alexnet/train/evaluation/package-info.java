/**
 * How good predictions are: errors and log-probabilities, counted from probabilities alone, whoever
 * made them. It knows nothing of networks, checkpoints and training.
 */
package org.alexnet.train.evaluation;
