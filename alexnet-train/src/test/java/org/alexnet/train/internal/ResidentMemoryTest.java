package org.alexnet.train.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ResidentMemoryTest {

  /** Pages of 4,096 bytes, from another file; the process goes on while it is read. */
  @Test
  void isCountedInMebibytes() throws IOException {
    String pages =
        Splitter.on(' ').splitToList(Files.readString(Path.of("/proc/self/statm"))).get(1);
    double expected = Long.parseLong(pages) * 4096.0 / (1 << 20);

    assertThat((double) ResidentMemory.mebibytes().orElseThrow())
        .isCloseTo(expected, within(4.0 + 0.01 * expected));
  }
}
