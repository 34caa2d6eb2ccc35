/**
 * The one way in which a main parses its arguments, reports errors, shows progress and ends, and
 * the options that commands of several modules have. The commands are in each module's {@code cli}.
 */
package org.alexnet.common.cli;
