package org.alexnet.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory that new processes can have without swapping: on Linux what the kernel estimates,
 * which counts the caches of files that it would give up, where "free" memory does not.
 */
public final class AvailableMemory {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable: +(\\d+) kB");

  private AvailableMemory() {}

  /** Returns its bytes; nothing where the system does not tell. */
  public static OptionalLong bytes() {
    try {
      return parse(Files.readString(MEMORY));
    } catch (IOException e) {
      return OptionalLong.empty(); // not Linux
    }
  }

  static OptionalLong parse(String memory) {
    Matcher found = AVAILABLE.matcher(memory);
    return found.find()
        ? OptionalLong.of(Long.parseLong(found.group(1)) << 10)
        : OptionalLong.empty();
  }
}
