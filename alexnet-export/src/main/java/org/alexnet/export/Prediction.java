package org.alexnet.export;

/**
 * One class that an image may show.
 *
 * @param label its name
 * @param probability in [0, 1]; those of all classes add up to 1
 */
public record Prediction(String label, double probability) {}
