/**
 * Training by a recipe ({@link org.alexnet.train.Training}), the checkpoints that it writes and
 * resumes from ({@link org.alexnet.train.Checkpoint}; what their manifests say is put together in
 * {@code RunFolder} and {@code TrainingLoop}, why one is refused in {@code Compatibility}), and
 * evaluation ({@link org.alexnet.train.Evaluator}). Nothing here knows models that serve; the
 * network's graph is built by {@link org.alexnet.graph}.
 */
package org.alexnet.train;
