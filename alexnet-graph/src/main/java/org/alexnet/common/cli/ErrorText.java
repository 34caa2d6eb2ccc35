package org.alexnet.common.cli;

/** What the errors of the JVM mean for whoever typed the command. */
final class ErrorText {
  static final String REPORT = "this is a fault of the program; report it with --stack-trace";

  private ErrorText() {}

  static String of(Error error) {
    String message = error.getMessage();
    if (error instanceof OutOfMemoryError) {
      return "out of memory ("
          + message
          + "); take smaller batches or images, or give the JVM more with -Xmx";
    }
    if (error instanceof StackOverflowError) {
      return "the stack is exhausted: something is nested or repeated too often; give the JVM more"
          + " with -Xss, or report it with --stack-trace";
    }
    if (error instanceof UnsatisfiedLinkError) {
      return "a native library cannot be loaded ("
          + message
          + "); choose the build for this machine with -Dtensorflow.native, linux-x86_64 for example";
    }
    if (error instanceof ExceptionInInitializerError initializer
        && initializer.getCause() != null) {
      return Failure.of(initializer.getCause()).line();
    }
    if (error instanceof NoClassDefFoundError) {
      return "a class is missing or could not be loaded ("
          + message
          + "); build again with mvn clean compile and check that this machine has natives";
    }
    return error + "; " + REPORT;
  }
}
