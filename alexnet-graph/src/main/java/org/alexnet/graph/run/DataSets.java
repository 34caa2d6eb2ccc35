package org.alexnet.graph.run;

/** Names of data sets. */
final class DataSets {
  static final String ILSVRC_2010 = "ILSVRC-2010";
  static final String ILSVRC_2010_TEST = "ILSVRC-2010 test";
  static final String ILSVRC_2012 = "ILSVRC-2012";
  static final String ILSVRC_2012_VALIDATION = "ILSVRC-2012 validation";
  static final String FALL_2009 = "Fall 2009";
  static final String FALL_2011 = "Fall 2011";
  static final String CIFAR_10 = "CIFAR-10";
  static final String CIFAR_10_TEST = "CIFAR-10 test";

  private DataSets() {}
}
