package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {
  @TempDir private Path folder;

  @Test
  void itIsJavaCppsOrTheOneThatIsGiven() {
    Properties properties = new Properties();
    properties.setProperty("user.home", "/home/me");
    assertThat(NativeCache.of(properties).folder()).isEqualTo(Path.of("/home/me/.javacpp/cache"));

    properties.setProperty("org.bytedeco.javacpp.cachedir", "/big");
    assertThat(NativeCache.of(properties).folder()).isEqualTo(Path.of("/big"));
  }

  @Test
  void theFreeBytesAreThoseOfTheDiskThatItWillBeOn() throws IOException {
    NativeCache cache = new NativeCache(folder.resolve("not/there/yet"));

    assertThat(cache.freeBytes()).isBetween(1L, Files.getFileStore(folder).getTotalSpace());
  }
}
