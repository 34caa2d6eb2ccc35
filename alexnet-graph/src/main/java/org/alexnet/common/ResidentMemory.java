package org.alexnet.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory the process holds, as the operating system counts it. */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** Resident size in MiB; unknown where there is no /proc. */
  public static OptionalLong mebibytes() throws IOException {
    return mebibytes("VmRSS:");
  }

  /** The largest resident size until now in MiB; unknown where there is no /proc. */
  public static OptionalLong peakMebibytes() throws IOException {
    return mebibytes("VmHWM:");
  }

  private static OptionalLong mebibytes(String field) throws IOException {
    if (!Files.exists(STATUS)) {
      return OptionalLong.empty();
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst();
  }
}
