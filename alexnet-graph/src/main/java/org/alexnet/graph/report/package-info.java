/**
 * What a network tells about itself: table, cost, figure, filters, differences, links between
 * towers, memory.
 */
package org.alexnet.graph.report;
