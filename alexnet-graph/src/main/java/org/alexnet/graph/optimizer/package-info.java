/** How parameters learn, as data. What the operations are is in {@code internal}. */
package org.alexnet.graph.optimizer;
