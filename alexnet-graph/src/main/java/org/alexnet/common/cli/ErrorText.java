package org.alexnet.common.cli;

import java.io.IOException;
import java.util.Locale;
import org.alexnet.common.NativeCache;

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
      return ofNatives(message);
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

  private static String ofNatives(String message) {
    NativeCache cache = NativeCache.get();
    try {
      return ofNatives(message, cache, cache.freeBytes());
    } catch (IOException e) { // it is not known how much is free
      return ofNatives(message, cache, Long.MAX_VALUE);
    }
  }

  /**
   * Returns what a missing native library means. JavaCPP goes on without what it could not unpack,
   * so that where too little room is left for them, that is why they are not there.
   *
   * @param freeBytes of the disk of the cache
   */
  static String ofNatives(String message, NativeCache cache, long freeBytes) {
    String missing = "a native library cannot be loaded (" + message + "); ";
    return String.valueOf(message).startsWith("no ") // as the JVM says that a file is not there
            && freeBytes < NativeCache.NEEDED_BYTES
        ? missing
            + String.format(
                Locale.ROOT,
                "unpacking them for the first time takes 1.2 GB in %s, whose disk has %.1f GB free:"
                    + " make space, or name a folder on another disk with -D%s",
                cache.folder(),
                freeBytes / 1e9,
                NativeCache.PROPERTY)
        : missing
            + "choose the build for this machine with -Dtensorflow.native, linux-x86_64 for example";
  }
}
