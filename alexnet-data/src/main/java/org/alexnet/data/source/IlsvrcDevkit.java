package org.alexnet.data.source;

import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the files of a challenge that are no images: beside the archives, or in the devkit. */
final class IlsvrcDevkit {
  private IlsvrcDevkit() {}

  /**
   * A file that was found.
   *
   * @param place where, as errors call it
   * @param content its bytes
   */
  record Found(String place, ByteSource content) {}

  /**
   * Looks for a file: in the folder, in the devkit's folder, in the devkit's archive.
   *
   * @param name of the file, without folders
   * @return nothing if there is none
   * @throws IOException if what is there cannot be read
   */
  static Optional<Found> find(Path folder, IlsvrcEdition edition, String name) throws IOException {
    for (Path file :
        new Path[] {
          folder.resolve(name), folder.resolve(edition.devkitFolder()).resolve("data").resolve(name)
        }) {
      if (Files.exists(file)) {
        return Optional.of(new Found(file.toString(), MoreFiles.asByteSource(file)));
      }
    }
    Path archive = folder.resolve(edition.devkit());
    return Files.exists(archive) ? inArchive(archive, "data/" + name) : Optional.empty();
  }

  private static Optional<Found> inArchive(Path archive, String path) throws IOException {
    return GzippedTar.read(archive, name -> ("/" + name).endsWith("/" + path)).entrySet().stream()
        .findFirst()
        .map(file -> new Found(archive + "/" + file.getKey(), ByteSource.wrap(file.getValue())));
  }
}
