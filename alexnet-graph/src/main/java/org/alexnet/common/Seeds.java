package org.alexnet.common;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/** Independent seeds for the uses of random numbers in one network. */
public final class Seeds {
  private Seeds() {}

  /**
   * Returns a seed for one use; equal arguments give equal seeds on every machine.
   *
   * @param seed the seed of the network or data set
   * @param use what the numbers are for, {@code drop6/tower0} for example
   */
  public static long derive(long seed, String use) {
    return Hashing.farmHashFingerprint64()
        .newHasher()
        .putLong(seed)
        .putString(use, StandardCharsets.UTF_8)
        .hash()
        .asLong();
  }
}
