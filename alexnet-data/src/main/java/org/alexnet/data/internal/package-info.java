/**
 * File formats and streams that know nothing of {@link org.alexnet.data}: records, the file of the
 * mean, sums of pixels, the order of an epoch. No other module imports it.
 */
package org.alexnet.data.internal;
