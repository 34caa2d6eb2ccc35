package org.alexnet.export;

/**
 * One class that an image may show.
 *
 * @param label what files call it, a WordNet ID like {@code n01440764} for example
 * @param name what people call it, {@code tench, Tinca tinca} for example; the label if it has no
 *     other name
 * @param probability in [0, 1]; those of all classes add up to 1
 */
public record Prediction(String label, String name, double probability) {}
