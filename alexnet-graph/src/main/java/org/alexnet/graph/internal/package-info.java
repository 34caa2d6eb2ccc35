/**
 * The operations of layers for one tower ({@code LayerOps} and what it names), the variables of a
 * graph, {@code GraphAssembler}, which decides where towers meet, and {@code Collectives}, the
 * operations by which they do. No other module imports it; a network as data is in {@link
 * org.alexnet.graph.spec}.
 */
package org.alexnet.graph.internal;
