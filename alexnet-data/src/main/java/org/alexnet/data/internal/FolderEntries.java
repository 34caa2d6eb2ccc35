package org.alexnet.data.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a user put into a folder, without what operating systems leave there. */
public final class FolderEntries {
  private static final Set<String> LITTER = Set.of("Thumbs.db", "ehthumbs.db", "desktop.ini");

  private FolderEntries() {}

  /**
   * Lists a folder by name, without hidden files, {@code Thumbs.db} and {@code desktop.ini}.
   *
   * @throws IOException if the folder cannot be read
   */
  public static List<Path> of(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> !isLitter(name(entry))).sorted().toList();
    }
  }

  private static boolean isLitter(String name) {
    return name.startsWith(".") || LITTER.stream().anyMatch(name::equalsIgnoreCase);
  }

  private static String name(Path entry) {
    return entry.getFileName().toString();
  }
}
