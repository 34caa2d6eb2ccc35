package org.alexnet.graph.run;

/** Notes that several runs have. */
final class Notes {
  static final String CONV1_BIASES =
      "How biases learned while the weights of their layer learned at 0.00001, before both were"
          + " frozen, is not noted; here at 0.002, as in the files of runs 149 and 145-half.";

  static final String BIASES_AT_FIRST_REDUCTION =
      "When biases were reduced to 0.002 is not noted; here with the first reduction of the weights.";

  static final String BIASES_OVERWRITTEN =
      "The learning rates of biases were overwritten later; here they begin at 0.02, as in run 145.";

  static final String CONV6_BIASES_FROM_START =
      "The biases of conv6 end at 0.002. Since when is not noted; here from the beginning, since run"
          + " 146-2009 ended so.";

  static final String COLOR_STAYS =
      "It is not noted that PCA color augmentation was switched off; here it stays on.";

  private Notes() {}
}
