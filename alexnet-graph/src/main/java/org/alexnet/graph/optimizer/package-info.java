/**
 * How parameters learn, as data: optimizers and schedules of the learning rate, a record each,
 * listed in {@link org.alexnet.graph.optimizer.Optimizer} and {@link
 * org.alexnet.graph.optimizer.LearningRateSchedule}. What an optimizer adds to a graph is in {@code
 * org.alexnet.graph.internal}.
 */
package org.alexnet.graph.optimizer;
