/**
 * Where images and their classes come from: each kind of source is one class that implements {@link
 * org.alexnet.data.source.ImageSource}. How images are stored is in {@link org.alexnet.data}.
 */
package org.alexnet.data.source;
