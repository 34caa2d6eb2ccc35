/** Preparation of images on Apache Beam ({@link org.alexnet.data.beam.BeamEngine}). */
package org.alexnet.data.beam;
