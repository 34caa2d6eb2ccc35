/**
 * Experiments: arms that are trained with the same seeds ({@link
 * org.alexnet.train.experiment.Arm}), what is measured of them ({@link
 * org.alexnet.train.experiment.Measures}), and what is compared ({@link
 * org.alexnet.train.experiment.Comparison}), all said before anything is trained. {@link
 * org.alexnet.train.experiment.ExperimentRunner} does it.
 */
package org.alexnet.train.experiment;
