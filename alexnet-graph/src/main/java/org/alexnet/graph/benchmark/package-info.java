/** How fast a network runs on a machine, and how fast the machine multiplies matrices. */
package org.alexnet.graph.benchmark;
