/**
 * Checkpoints as SavedModels ({@link org.alexnet.export.ModelExport}), and predictions with them
 * ({@link org.alexnet.export.Classifier}). Nothing here knows the training loop.
 */
package org.alexnet.export;
