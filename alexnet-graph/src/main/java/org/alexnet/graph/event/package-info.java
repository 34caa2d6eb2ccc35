/**
 * What is changed by hand in the middle of a training, as part of its recipe: an {@link
 * org.alexnet.graph.event.Event} is a {@link org.alexnet.graph.event.Trigger} and a {@link
 * org.alexnet.graph.event.Change}, a record for each kind. A course that a formula describes is a
 * {@link org.alexnet.graph.optimizer.LearningRateSchedule}.
 */
package org.alexnet.graph.event;
