package org.alexnet.train.internal;

import static java.util.stream.Collectors.joining;

import java.lang.management.ManagementFactory;
import java.util.stream.Stream;

/** How this process was started. */
public final class JavaCommand {
  private JavaCommand() {}

  /**
   * Returns options of the JVM, main class and arguments, but not the class path: the operating
   * system keeps the first 4,096 bytes for {@link ProcessHandle}, which a class path alone fills.
   */
  public static String text() {
    return Stream.of(
            Stream.of("java"),
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream(),
            Stream.of(System.getProperty("sun.java.command", "")))
        .flatMap(words -> words)
        .filter(word -> !word.isEmpty())
        .collect(joining(" "));
  }
}
