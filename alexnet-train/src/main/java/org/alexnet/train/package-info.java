/**
 * Training by a recipe ({@link org.alexnet.train.Training}), its checkpoints, and evaluation
 * ({@link org.alexnet.train.Evaluator}).
 */
package org.alexnet.train;
