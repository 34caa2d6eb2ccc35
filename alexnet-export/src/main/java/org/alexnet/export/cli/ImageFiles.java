package org.alexnet.export.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.data.internal.FolderEntries;

/** The files that arguments stand for. */
final class ImageFiles {
  private ImageFiles() {}

  /** Each file, and of each folder all files that are not hidden, by name. */
  static List<Path> in(List<Path> filesAndFolders) throws IOException {
    List<Path> images = new ArrayList<>();
    for (Path path : filesAndFolders) {
      if (Files.isDirectory(path)) {
        List<Path> inside = filesOf(path);
        if (inside.isEmpty()) {
          throw new NoSuchFileException(path + " holds no image");
        }
        images.addAll(inside);
      } else if (Files.exists(path)) {
        images.add(path);
      } else {
        throw new NoSuchFileException(path + " does not exist");
      }
    }
    return images;
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    return FolderEntries.of(folder).stream().filter(Files::isRegularFile).toList();
  }
}
