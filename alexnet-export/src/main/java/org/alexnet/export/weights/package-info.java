/**
 * Parameters in the files of others, both ways: a NetParameter of Caffe, NumPy's npz, and
 * safetensors.
 */
package org.alexnet.export.weights;
