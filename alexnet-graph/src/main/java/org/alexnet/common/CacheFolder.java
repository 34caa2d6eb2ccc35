package org.alexnet.common;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Where a user's caches are: files that can be made again. */
public final class CacheFolder {
  /** The system property that names another folder. */
  public static final String PROPERTY = "org.alexnet.cache";

  private CacheFolder() {}

  /**
   * Returns the folder of this library: that of the system property {@code org.alexnet.cache}, or
   * {@code alexnet} in the user's cache folder, {@code XDG_CACHE_HOME} or {@code ~/.cache}, on
   * macOS {@code ~/Library/Caches} and on Windows {@code LOCALAPPDATA}. It need not exist.
   */
  public static Path get() {
    return of(System.getProperties(), System.getenv());
  }

  static Path of(Properties properties, Map<String, String> environment) {
    String given = properties.getProperty(PROPERTY);
    if (given != null) {
      return Path.of(given);
    }
    Path home = Path.of(properties.getProperty("user.home"));
    String system = properties.getProperty("os.name");
    if (system.startsWith("Mac")) {
      return home.resolve("Library").resolve("Caches").resolve("alexnet");
    }
    if (system.startsWith("Windows")) {
      return absolute(environment.get("LOCALAPPDATA"))
          .orElse(home.resolve("AppData").resolve("Local"))
          .resolve("alexnet");
    }
    return absolute(environment.get("XDG_CACHE_HOME"))
        .orElse(home.resolve(".cache"))
        .resolve("alexnet");
  }

  /** Returns a path unless it is relative, which the XDG Base Directory Specification ignores. */
  private static Optional<Path> absolute(String path) {
    return Optional.ofNullable(path)
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }
}
