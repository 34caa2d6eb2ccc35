package org.alexnet.export.internal;

import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is where in a model's folder. */
public final class ModelFolder {
  /** The folder in a version of what is no part of the graph; its name is TensorFlow Serving's. */
  public static final String EXTRA = "assets.extra";

  /** The labels of the classes, one a line. */
  public static final String LABELS = "labels.txt";

  /** What the folders of versions are called: numbers, of which some are times. */
  public static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,17}");

  /** What a folder with a SavedModel has. */
  public static final String GRAPH = "saved_model.pb";

  private ModelFolder() {}

  /**
   * Returns the versions of a model in their folder, the oldest first; other folders are not looked
   * at.
   */
  public static List<Path> versions(Path directory) throws IOException {
    return anybodysVersions(directory).stream().filter(Manifests::isIn).toList();
  }

  private static List<Path> anybodysVersions(Path directory) throws IOException {
    return numbered(directory).stream().filter(path -> Files.exists(path.resolve(GRAPH))).toList();
  }

  private static List<Path> numbered(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(path -> VERSION.matcher(path.getFileName().toString()).matches())
          .sorted(Comparator.comparingLong(ModelFolder::number))
          .toList();
    }
  }

  private static long number(Path version) {
    return Long.parseLong(version.getFileName().toString());
  }

  /**
   * Returns the highest number that names anything in a folder of versions, ours or not, since a
   * server takes the highest; 0 if there is none.
   */
  public static long highestNumber(Path directory) throws IOException {
    List<Path> numbered = numbered(directory);
    return numbered.isEmpty() ? 0 : number(Iterables.getLast(numbered));
  }

  /**
   * Returns the folder of one version.
   *
   * @param directory it, or the folder of the versions, of which it is our latest, or anybody's
   *     where none is ours
   * @throws IOException if there is no model
   */
  public static Path version(Path directory) throws IOException {
    if (Files.exists(directory.resolve(GRAPH))) {
      return directory;
    }
    List<Path> ours = versions(directory);
    List<Path> versions = ours.isEmpty() ? anybodysVersions(directory) : ours;
    if (versions.isEmpty()) {
      throw new NoSuchFileException(
          directory + " holds no model: neither " + GRAPH + " nor a version's folder with it");
    }
    return Iterables.getLast(versions);
  }
}
