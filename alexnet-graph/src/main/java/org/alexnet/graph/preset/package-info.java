/**
 * The networks that are called AlexNet, one file each: layers, optimizer, input rules and numbers
 * of the recipe, each with its source. {@link org.alexnet.graph.preset.Preset} lists them.
 */
package org.alexnet.graph.preset;
