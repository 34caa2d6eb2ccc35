/**
 * Towers in other processes: their servers, sessions on them, and what it means when one is lost.
 * Which processes there are is data, {@link org.alexnet.graph.device.Cluster}.
 */
package org.alexnet.graph.cluster;
