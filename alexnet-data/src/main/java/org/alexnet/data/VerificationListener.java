package org.alexnet.data;

import java.io.IOException;
import org.alexnet.data.source.Split;

/** What a verification tells while it runs. */
@FunctionalInterface
public interface VerificationListener {

  /**
   * Some more images were looked at.
   *
   * @param split the split that they belong to
   * @param done images of the split so far
   * @param total images of the split
   */
  void verified(Split split, long done, long total);

  /**
   * Something is wrong; told in the order of the data set.
   *
   * @param fault what, with the file and where in it
   * @throws IOException if that ends the verification, as without being told otherwise
   */
  default void faulty(IOException fault) throws IOException {
    throw fault;
  }
}
