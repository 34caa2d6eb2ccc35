/**
 * The commands {@code train}, {@code replay}, {@code evaluate}, {@code average} and {@code
 * benchmark}: options, progress, signals and the wait for lost peers. What they do is in {@link
 * org.alexnet.train}.
 */
package org.alexnet.train.cli;
