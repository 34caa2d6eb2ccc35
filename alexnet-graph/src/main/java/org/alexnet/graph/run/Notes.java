package org.alexnet.graph.run;

/** Notes that several runs have. */
final class Notes {
  static final String CONV1_BIASES =
      "How the biases of conv1 learned before it was frozen is not noted. While its weights learn at"
          + " 0.00001, they learn at 0.002, as in the files of runs 149 and 145-half.";

  static final String BIASES_AT_FIRST_REDUCTION =
      "When biases were reduced to 0.002 is not noted; here with the first reduction of the weights.";

  static final String BIASES_OVERWRITTEN =
      "The learning rates of biases were overwritten later; here those that learn are at 0.02.";

  private Notes() {}
}
