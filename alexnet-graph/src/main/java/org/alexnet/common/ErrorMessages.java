package org.alexnet.common;

/** Reads the messages of errors. */
public final class ErrorMessages {
  private ErrorMessages() {}

  /**
   * Returns the first line of an error's message. TensorFlow's go on with the nodes that failed and
   * where they were made, Protocol Buffers' with what follows the damage.
   *
   * @param error the error
   * @return empty if the message is
   */
  public static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }
}
