package org.alexnet.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Images of ILSVRC-2010 that replace those of the same name: in the other archives they are blank,
 * or a banner says that they are not available.
 */
final class IlsvrcPatches {
  private static final String FILE = "patch_images.tar";

  private final Map<String, TarArchive.Entry> byName = new HashMap<>();
  private final ArchivedImages.Builder images = new ArchivedImages.Builder();
  private TarArchive patches;
  private TarArchive archive;
  private String prefix;

  private IlsvrcPatches() {}

  /**
   * Returns the patches in a folder; none if there is no archive of them.
   *
   * @param part the folder in the archive: {@code train}, {@code val} or {@code test}
   * @throws IOException if the archive cannot be read
   */
  static IlsvrcPatches in(Path folder, String part) throws IOException {
    IlsvrcPatches all = new IlsvrcPatches();
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      all.patches = TarArchive.of(file);
      for (TarArchive.Entry entry : all.patches.entries()) {
        if (("/" + entry.name()).endsWith("/" + part + "/" + entry.fileName())) {
          all.byName.put(entry.fileName(), entry);
        }
      }
    }
    return all;
  }

  /** Says that the next images are in an archive. */
  void in(TarArchive archive, String prefix) {
    this.archive = archive;
    this.prefix = prefix;
    images.in(archive, prefix);
  }

  /** Adds an image of the archive, or what replaces it. */
  void add(TarArchive.Entry image, int label) throws IOException {
    TarArchive.Entry patch = byName.get(image.fileName());
    if (patch == null) {
      images.add(image, label);
    } else {
      images.in(patches, FILE + "/").add(patch, label).in(archive, prefix);
    }
  }

  /** Returns all images that were added. */
  ArchivedImages build() {
    return images.build();
  }
}
