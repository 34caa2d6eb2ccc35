package org.alexnet.train.report;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What runs are called on the page: by their folders' names, or by their paths if two are alike.
 */
final class Names {
  private Names() {}

  /**
   * Returns the names of runs.
   *
   * @param folders their folders
   * @throws IllegalArgumentException if one is given twice
   */
  static ImmutableList<String> of(List<Path> folders) {
    Set<Path> seen = new HashSet<>();
    for (Path folder : folders) {
      checkArgument(
          seen.add(folder.toAbsolutePath().normalize()),
          "%s is given twice; once is enough",
          folder);
    }
    List<String> brief = folders.stream().map(Names::brief).toList();
    return Set.copyOf(brief).size() == brief.size()
        ? ImmutableList.copyOf(brief)
        : folders.stream().map(Path::toString).collect(toImmutableList());
  }

  private static String brief(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? folder.toString() : last.toString();
  }
}
