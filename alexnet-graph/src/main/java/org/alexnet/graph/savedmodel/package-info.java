/** Graphs as files that TensorFlow serves, and that converters read. */
package org.alexnet.graph.savedmodel;
