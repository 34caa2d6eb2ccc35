package org.alexnet.common.cli;

import static java.util.stream.Collectors.joining;

import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * An exception as one line for whoever typed the command. A message that was written for people is
 * taken as it is; what the JDK throws on its own says a path, a number or nothing, and is
 * explained.
 */
public final class Failure {
  private final Throwable thrown;

  private Failure(Throwable thrown) {
    this.thrown = thrown;
  }

  /** Returns what is behind an exception that only carries another one. */
  public static Failure of(Throwable thrown) {
    boolean carrier =
        thrown instanceof UncheckedIOException
            || thrown instanceof ExecutionException
            || thrown instanceof CompletionException;
    return carrier && thrown.getCause() != null ? of(thrown.getCause()) : new Failure(thrown);
  }

  /** Returns whether the arguments are wrong, and not what was found while the command ran. */
  public boolean isWrongArgument() {
    return thrown instanceof InvalidPathException
        || (thrown instanceof IllegalArgumentException && !isOfTheJdk());
  }

  /** Returns the line, without an end. */
  public String line() {
    String message = thrown.getMessage();
    if (thrown instanceof Error error) {
      return oneLine(ErrorText.of(error));
    }
    if (isOfTheJdk()) {
      return oneLine(JdkText.of((Exception) thrown));
    }
    return message == null || message.isBlank()
        ? thrown.getClass().getName() + "; " + ErrorText.REPORT
        : oneLine(message);
  }

  /** Guava's and TensorFlow's checks say what our code told them, or what a reader can use. */
  private boolean isOfTheJdk() {
    StackTraceElement[] trace = thrown.getStackTrace();
    return trace.length == 0 // HotSpot leaves it out of exceptions that it throws often
        || trace[0].getClassName().matches("(java|javax|jdk|sun|com\\.sun)\\..*")
        || thrown instanceof InvalidPathException
        || thrown instanceof NullPointerException
        || thrown instanceof IndexOutOfBoundsException
        || thrown instanceof ClassCastException
        || thrown instanceof ArithmeticException;
  }

  /** TensorFlow's messages go on with the nodes that failed, each in a line of its own. */
  public static String oneLine(String message) {
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(joining("; "));
  }
}
