/**
 * What all modules share and a user of networks need not know: seeds, hashes, locks, files and
 * folders that are written whole or not at all, and {@link org.alexnet.common.ManifestFile}, the
 * one reader and writer of manifests. Nothing here knows networks, images or TensorFlow's graphs.
 */
package org.alexnet.common;
