/**
 * The network as data ({@link org.alexnet.graph.spec.AlexNetSpec}) and as a TensorFlow graph for
 * test ({@link org.alexnet.graph.AlexNet}, {@link org.alexnet.graph.ForwardPass}) and for training
 * ({@link org.alexnet.graph.TrainingStep}).
 */
package org.alexnet.graph;
