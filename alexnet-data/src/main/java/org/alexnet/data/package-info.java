/**
 * Images to TFRecord shards ({@link org.alexnet.data.Preparation}), from shards to batches inside
 * the graph ({@link org.alexnet.data.InputPipeline}, {@link org.alexnet.data.Augmentation}). Where
 * images come from is in {@link org.alexnet.data.source}, what happens to a single one in {@link
 * org.alexnet.data.image}. Nothing here knows the network.
 */
package org.alexnet.data;
