/**
 * Training by a recipe ({@link org.alexnet.train.Training}), the checkpoints that it writes and
 * resumes from, and evaluation ({@link org.alexnet.train.Evaluator}). Nothing here knows models
 * that serve; the network's graph is built by {@link org.alexnet.graph}.
 */
package org.alexnet.train;
