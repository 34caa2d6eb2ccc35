/**
 * Where towers live, as values: devices of this process or of others, and what this machine has.
 * Sessions on them are opened by {@code org.alexnet.graph.GraphSession}.
 */
package org.alexnet.graph.device;
