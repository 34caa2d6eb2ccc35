package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "absolute paths begin with a drive there")
class CacheFolderTest {

  private static Path on(String system, Map<String, String> environment) {
    Properties properties = new Properties();
    properties.setProperty("os.name", system);
    properties.setProperty("user.home", "/home/ann");
    return CacheFolder.of(properties, environment);
  }

  @Test
  void isWhereTheSystemKeepsCaches() {
    assertThat(on("Linux", Map.of())).hasToString("/home/ann/.cache/alexnet");
    assertThat(on("Linux", Map.of("XDG_CACHE_HOME", "/fast"))).hasToString("/fast/alexnet");
    assertThat(on("Mac OS X", Map.of("XDG_CACHE_HOME", "/fast")))
        .hasToString("/home/ann/Library/Caches/alexnet");
    assertThat(on("Windows 11", Map.of("LOCALAPPDATA", "/local"))).hasToString("/local/alexnet");
    assertThat(on("Windows 11", Map.of())).hasToString("/home/ann/AppData/Local/alexnet");
  }

  @Test
  void emptyAndRelativePathsDoNotCount() {
    assertThat(on("Linux", Map.of("XDG_CACHE_HOME", ""))).hasToString("/home/ann/.cache/alexnet");
    assertThat(on("Linux", Map.of("XDG_CACHE_HOME", "fast")))
        .hasToString("/home/ann/.cache/alexnet");
  }

  @Test
  void aPropertyNamesAnother() {
    Properties properties = new Properties();
    properties.setProperty("org.alexnet.cache", "here");

    assertThat(CacheFolder.of(properties, Map.of("XDG_CACHE_HOME", "/fast"))).hasToString("here");
  }
}
