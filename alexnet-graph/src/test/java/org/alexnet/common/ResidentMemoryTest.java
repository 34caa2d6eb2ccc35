package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ResidentMemoryTest {

  /** Pages of 4,096 bytes, from another file; the process goes on while it is read. */
  @Test
  void isCountedInMebibytes() throws IOException {
    byte[] ballast = new byte[300 << 20]; // so that a thousand and 1,024 are far apart
    Arrays.fill(ballast, (byte) 1);
    String pages =
        Splitter.on(' ').splitToList(Files.readString(Path.of("/proc/self/statm"))).get(1);
    double expected = Long.parseLong(pages) * 4096.0 / (1 << 20);

    assertThat((double) ResidentMemory.mebibytes().orElseThrow())
        .isCloseTo(expected, within(2.0 + 0.01 * expected));
    assertThat(ballast[ballast.length - 1]).isEqualTo((byte) 1);
  }
}
