/**
 * The operations of layers for one tower ({@code WeightedOps}, {@code NormalizationOps}, {@code
 * PoolOps}, {@code ElementwiseOps}: a group of kinds each, chosen by {@code LayerOps}), the
 * variables of a graph ({@code Weights}, {@code Slots}, {@code Saver}), {@code GraphAssembler},
 * which decides where towers meet, and {@code Collectives}, the operations by which they do, and
 * {@code ReplicatedNetwork}, which does the same for replicas. No other module imports it; a
 * network as data, paddings and shapes among it, is in {@link org.alexnet.graph.spec}.
 */
package org.alexnet.graph.internal;
