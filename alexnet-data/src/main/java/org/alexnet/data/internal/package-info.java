/**
 * The operations and file formats behind {@link org.alexnet.data}: tf.data streams, shards, means,
 * and the inspection of image files. No other module imports it.
 */
package org.alexnet.data.internal;
