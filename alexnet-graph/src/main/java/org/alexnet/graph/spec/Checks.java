package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;

/** Checks of the values of layers. */
final class Checks {
  private Checks() {}

  static void requireName(String name) {
    checkArgument(
        name != null && name.matches("[a-z][a-z0-9_]*"),
        "name of a layer must be lower-case letters, digits and underscores, found %s",
        name);
  }

  /** No network is a million wide, and products of wider ones would overflow. */
  static void requirePositive(String what, int value) {
    checkArgument(
        value > 0 && value <= 1_000_000, "%s must be 1 to 1000000, found %s", what, value);
  }

  static void requireOdd(String what, int value) {
    checkArgument(
        value > 0 && value % 2 == 1, "%s must be a positive odd number, found %s", what, value);
  }
}
