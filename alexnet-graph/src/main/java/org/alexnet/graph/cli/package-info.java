/**
 * The commands that tell about networks, and the options by which commands of other modules choose
 * a network and place it. What they print is made in {@link org.alexnet.graph.report}.
 */
package org.alexnet.graph.cli;
