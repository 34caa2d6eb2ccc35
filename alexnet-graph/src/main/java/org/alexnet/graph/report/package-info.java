/**
 * What a network tells about itself: table, cost, figure, differences, links between towers,
 * memory.
 */
package org.alexnet.graph.report;
