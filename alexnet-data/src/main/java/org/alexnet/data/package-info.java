/**
 * Images to TFRecord shards ({@link org.alexnet.data.Preparation} of an {@link
 * org.alexnet.data.ImageSource}), from shards to batches inside the graph ({@link
 * org.alexnet.data.InputPipeline}), and {@link org.alexnet.data.Preprocessing}, the one way from
 * the bytes of an image to what a network sees. Nothing here knows the network.
 */
package org.alexnet.data;
