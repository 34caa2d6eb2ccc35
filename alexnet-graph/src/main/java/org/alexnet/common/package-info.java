/**
 * What all modules share and a user of networks need not know: seeds, hashes, locks, files and
 * folders that are written whole or not at all, and {@link org.alexnet.common.ManifestFile}, the
 * one reader and writer of manifests. Of TensorFlow there are builders of operations ({@link
 * org.alexnet.common.GraphOps}, {@link org.alexnet.common.CompiledLoop}). Nothing here knows
 * networks or images.
 */
package org.alexnet.common;
