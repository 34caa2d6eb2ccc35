package org.alexnet.data.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a user put into a folder, without what operating systems leave there. */
public final class FolderEntries {
  /** What stands for bytes that are no character. */
  private static final char UNREADABLE = '\ufffd';

  private static final Set<String> LITTER = Set.of("Thumbs.db", "ehthumbs.db", "desktop.ini");

  private FolderEntries() {}

  /**
   * Lists a folder by name, without hidden files, {@code Thumbs.db} and {@code desktop.ini}.
   *
   * @throws IOException if the folder cannot be read, or a name in it not be expressed in the
   *     locale
   */
  public static List<Path> of(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> kept = entries.filter(entry -> !isLitter(name(entry))).sorted().toList();
      for (Path entry : kept) {
        requireReadable(entry);
      }
      return kept;
    }
  }

  /** Returns whether a file of this name was left by an operating system: it is not listed. */
  public static boolean isLitter(String name) {
    return name.startsWith(".") || LITTER.stream().anyMatch(name::equalsIgnoreCase);
  }

  /** A name whose bytes say nothing in the locale's encoding would not be found again. */
  private static void requireReadable(Path entry) throws IOException {
    if (name(entry).indexOf(UNREADABLE) >= 0) {
      throw new IOException(
          entry
              + " has a name that the locale's encoding, "
              + System.getProperty("sun.jnu.encoding")
              + ", cannot express; set LC_ALL=C.UTF-8, or rename it if that does not help");
    }
  }

  private static String name(Path entry) {
    return entry.getFileName().toString();
  }
}
