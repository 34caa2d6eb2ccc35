package org.alexnet.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Where the natives of TensorFlow are unpacked to when they are used for the first time: JavaCPP's
 * cache, {@code ~/.javacpp/cache} or the system property {@value #PROPERTY}.
 *
 * @param folder the folder; it need not exist
 */
public record NativeCache(Path folder) {
  /** JavaCPP's property for another folder. */
  public static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  /** What the natives of the GPU build of TensorFlow 2.18 take, in bytes, as measured: 1.2 GB. */
  public static final long NEEDED_BYTES = 1_200_000_000;

  /** Returns that of this JVM. */
  public static NativeCache get() {
    return of(System.getProperties());
  }

  static NativeCache of(Properties properties) {
    String given = properties.getProperty(PROPERTY);
    return new NativeCache(
        given == null
            ? Path.of(properties.getProperty("user.home"), ".javacpp", "cache")
            : Path.of(given));
  }

  /**
   * Returns the bytes that its disk has free; those of the nearest folder above where it does not
   * exist yet.
   *
   * @throws IOException if that cannot be found out
   */
  public long freeBytes() throws IOException {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return Files.getFileStore(there).getUsableSpace();
  }
}
