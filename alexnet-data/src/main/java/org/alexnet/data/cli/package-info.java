/**
 * The commands {@code prepare}, {@code verify} and {@code inspect}. What they do is in {@link
 * org.alexnet.data}; here are options and printed texts alone.
 */
package org.alexnet.data.cli;
