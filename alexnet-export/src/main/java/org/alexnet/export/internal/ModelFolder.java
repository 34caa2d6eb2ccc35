package org.alexnet.export.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What is where in a model's folder. */
public final class ModelFolder {
  /** The names of the classes, one a line. */
  public static final String LABELS = "labels.txt";

  /** What the model says of itself. */
  public static final String MANIFEST = "model.json";

  private static final String GRAPH = "saved_model.pb";

  private ModelFolder() {}

  /** The highest number that names a version in a folder of versions. */
  public static OptionalInt latestVersion(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return OptionalInt.empty();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches("[1-9]\\d{0,8}"))
          .mapToInt(Integer::parseInt)
          .max();
    }
  }

  /**
   * The folder of one version.
   *
   * @param directory it, or the folder of the versions, whose latest one it is
   * @throws IOException if there is no model
   */
  public static Path version(Path directory) throws IOException {
    if (Files.exists(directory.resolve(GRAPH))) {
      return directory;
    }
    OptionalInt latest = latestVersion(directory);
    if (latest.isEmpty()) {
      throw new NoSuchFileException(
          directory + " holds no model: neither " + GRAPH + " nor a folder named by a version");
    }
    Path version = directory.resolve(Integer.toString(latest.getAsInt()));
    if (!Files.exists(version.resolve(GRAPH))) {
      throw new NoSuchFileException(version.resolve(GRAPH) + " is missing from the model");
    }
    return version;
  }
}
