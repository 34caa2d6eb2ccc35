/**
 * The images of a data set nearest to another by the features of the last hidden layer, as in
 * figure 4 of the paper ({@link org.alexnet.export.index.FeatureIndex}).
 */
package org.alexnet.export.index;
