/**
 * How parameters learn: an optimizer or a schedule of the learning rate is a record, listed in
 * {@link org.alexnet.graph.optimizer.Optimizer} or {@link
 * org.alexnet.graph.optimizer.LearningRateSchedule}. The step that they are part of is {@code
 * org.alexnet.graph.TrainingStep}.
 */
package org.alexnet.graph.optimizer;
