/**
 * The runs that the authors released with their code, as values: the network of each, its course,
 * what it began from and what it reached. {@link org.alexnet.graph.run.ReleasedRuns} lists them.
 */
package org.alexnet.graph.run;
