/**
 * The commands {@code export} and {@code classify}: options and tables. What they do is in {@link
 * org.alexnet.export}.
 */
package org.alexnet.export.cli;
