/**
 * The session that training runs in, the codecs of checkpoints, and what a step measures. No other
 * module imports it.
 */
package org.alexnet.train.internal;
