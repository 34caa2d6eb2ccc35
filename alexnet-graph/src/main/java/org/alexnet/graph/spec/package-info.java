/**
 * The network as data, before it is a graph: its layers, which answer for themselves, their shapes
 * and parameters, its variations and how it is written to a file. Nothing here touches TensorFlow
 * operations or devices.
 */
package org.alexnet.graph.spec;
