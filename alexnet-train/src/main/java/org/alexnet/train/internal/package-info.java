/**
 * What a step counts and measures: hits among the best classes, the wait for input, memory. No
 * other module imports it.
 */
package org.alexnet.train.internal;
