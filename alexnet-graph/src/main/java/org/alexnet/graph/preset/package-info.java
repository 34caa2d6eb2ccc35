/** The networks that are called AlexNet, each with the source of its numbers. */
package org.alexnet.graph.preset;
