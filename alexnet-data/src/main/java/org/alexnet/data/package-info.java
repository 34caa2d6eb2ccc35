/**
 * Images to TFRecord shards ({@link org.alexnet.data.Preparation}), and from shards to batches
 * inside the graph ({@link org.alexnet.data.InputPipeline}).
 */
package org.alexnet.data;
