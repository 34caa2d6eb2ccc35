package org.alexnet.common;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.alexnet.common.proto.FileProto;

/** The files that a manifest lists, with their sizes and hashes. */
public final class ListedFiles {
  private ListedFiles() {}

  /**
   * Lists a file.
   *
   * @param folder the manifest's folder
   * @param file a file in it
   */
  public static FileProto list(Path folder, Path file) throws IOException {
    return FileProto.newBuilder()
        .setName(folder.relativize(file).toString().replace('\\', '/'))
        .setByteCount(Files.size(file))
        .setSha256(Hashes.sha256(file))
        .build();
  }

  /** Lists every file in a folder and below, by name. */
  public static ImmutableList<FileProto> listAll(Path folder) throws IOException {
    ImmutableList.Builder<FileProto> files = ImmutableList.builder();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        files.add(list(folder, path));
      }
    }
    return files.build();
  }

  /**
   * Checks that the files are there and have their sizes, without reading them.
   *
   * @param folder the manifest's folder
   * @param describes what the folder is, {@code checkpoint} for example
   * @throws IOException if one is missing or has another size
   */
  public static void requireSizes(Path folder, String describes, List<FileProto> files)
      throws IOException {
    for (FileProto file : files) {
      Path path = path(folder, describes, file);
      if (!Files.isRegularFile(path)) {
        throw new NoSuchFileException(path + " is missing from the " + describes);
      }
      if (Files.size(path) != file.getByteCount()) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s has %d bytes, but the manifest of the %s says %d",
                path,
                Files.size(path),
                describes,
                file.getByteCount()));
      }
    }
  }

  /**
   * Reads the files and checks their hashes.
   *
   * @param folder the manifest's folder
   * @param describes what the folder is, {@code checkpoint} for example
   * @throws IOException if one is missing, has another size, or is not as it was written
   */
  public static void requireIntact(Path folder, String describes, List<FileProto> files)
      throws IOException {
    requireSizes(folder, describes, files);
    for (FileProto file : files) {
      Path path = path(folder, describes, file);
      String found = Hashes.sha256(path);
      if (!found.equals(file.getSha256())) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s is damaged: it has SHA-256 %s, but the manifest of the %s says %s",
                path,
                found,
                describes,
                file.getSha256()));
      }
    }
  }

  private static Path path(Path folder, String describes, FileProto file) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    if (file.getName().isEmpty()
        || !absolute.resolve(file.getName()).normalize().startsWith(absolute)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the manifest of the %s in %s lists a file outside of it: '%s'",
              describes,
              folder,
              file.getName()));
    }
    return folder.resolve(file.getName());
  }
}
