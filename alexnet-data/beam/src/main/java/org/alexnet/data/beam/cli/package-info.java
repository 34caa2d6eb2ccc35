/** The command {@code prepare} on Apache Beam. */
package org.alexnet.data.beam.cli;
