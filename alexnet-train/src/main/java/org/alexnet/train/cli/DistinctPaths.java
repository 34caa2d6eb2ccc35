package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tells paths apart, however they are written. */
final class DistinctPaths {
  private DistinctPaths() {}

  /**
   * Checks that no path is another one, and none is inside of another.
   *
   * @param paths by the names of their options
   * @throws IllegalArgumentException if two are
   * @throws IOException if they cannot be looked at
   */
  static void require(Map<String, Path> paths) throws IOException {
    List<String> options = List.copyOf(paths.keySet());
    for (String one : options) {
      for (String other : options.subList(options.indexOf(one) + 1, options.size())) {
        requireDistinct(one, paths.get(one), other, paths.get(other));
        requireDistinct(other, paths.get(other), one, paths.get(one));
      }
    }
  }

  private static void requireDistinct(String option, Path path, String others, Path other)
      throws IOException {
    Path real = real(path);
    Path otherReal = real(other);
    checkArgument(
        !real.equals(otherReal), "%s and %s are both %s; give each its own", option, others, path);
    checkArgument(
        !otherReal.startsWith(real),
        "%s is inside of %s, which %s is; give each its own place",
        others,
        path,
        option);
  }

  /** Returns a path without links and dots as far as it exists. */
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (Files.exists(absolute)) {
      return absolute.toRealPath();
    }
    Path parent = absolute.getParent();
    return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
  }
}
