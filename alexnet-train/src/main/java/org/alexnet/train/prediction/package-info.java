/**
 * Predictions of one network or of several ({@link org.alexnet.train.prediction.PredictionSource}):
 * kept in a folder ({@link org.alexnet.train.prediction.PredictionFolder}), averaged with weights
 * that are given or searched ({@link org.alexnet.train.prediction.Averaging}, {@link
 * org.alexnet.train.prediction.WeightSearch}), compared ({@link
 * org.alexnet.train.prediction.Comparison}), and written as ILSVRC wants them ({@link
 * org.alexnet.train.prediction.Submission}). Training knows nothing of it.
 */
package org.alexnet.train.prediction;
