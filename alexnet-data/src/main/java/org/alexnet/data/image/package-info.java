/**
 * What happens to a single image, in preparation, training, evaluation and serving alike: inspected
 * ({@link org.alexnet.data.image.ImageInspector}), resized, cropped, its mean subtracted ({@link
 * org.alexnet.data.image.Preprocessing}). Random variation is in {@link
 * org.alexnet.data.Augmentation}.
 */
package org.alexnet.data.image;
