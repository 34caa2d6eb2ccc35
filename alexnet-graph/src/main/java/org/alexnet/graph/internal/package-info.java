/**
 * The operations of layers, the variables of a graph, and the assembler that joins towers. No other
 * module imports it; a network as data is in {@link org.alexnet.graph.spec}.
 */
package org.alexnet.graph.internal;
