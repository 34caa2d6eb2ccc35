package org.alexnet.data.source;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.alexnet.data.internal.FolderEntries;

/**
 * A folder for each class, named by it, with the images in it: below {@code train} and {@code
 * validation}, or directly below the root, where a share of each class is the validation split.
 * Hidden files, {@code Thumbs.db} and {@code desktop.ini} are left out; any other file must be an
 * image.
 *
 * @param root the folder
 * @param labels the names of the folders, sorted; {@link Synsets} of ILSVRC-2012 have names besides
 * @param validationShare share of each class that is the validation split, in (0, 1); unused where
 *     there is a folder for it
 * @param seed seed of the choice of the validation images
 */
public record ClassFolders(Path root, LabelMap labels, double validationShare, long seed)
    implements ImageSource {

  /** Checks the share. */
  public ClassFolders {
    new ValidationShare(validationShare, seed);
  }

  /**
   * Returns the source in a folder, a tenth of each class for validation unless there is a folder
   * for it.
   *
   * @throws IOException if the folder is missing or has fewer than two classes
   */
  public static ClassFolders in(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(root + " is not a folder");
    }
    requireBothSplitsOrNone(root);
    Path classes = hasSplits(root) ? root.resolve(Split.TRAIN.prefix()) : root;
    List<String> names =
        FolderEntries.of(classes).stream()
            .filter(Files::isDirectory)
            .map(path -> path.getFileName().toString())
            .toList();
    if (names.size() < 2) {
      throw new IOException(
          classes + " must hold a folder for each of at least 2 classes, found " + names);
    }
    return new ClassFolders(root, Synsets.named(names), 0.1, 0);
  }

  /** Returns a copy with this validation share. */
  public ClassFolders withValidationShare(double validationShare) {
    return new ClassFolders(root, labels, validationShare, seed);
  }

  /** Returns a copy with this seed of the choice of validation images. */
  public ClassFolders withSeed(long seed) {
    return new ClassFolders(root, labels, validationShare, seed);
  }

  /** A folder of folders named as a split is no class. */
  private static void requireBothSplitsOrNone(Path root) throws IOException {
    for (Split split : Split.values()) {
      Path folder = root.resolve(split.prefix());
      if (!hasSplits(root)
          && Files.isDirectory(folder)
          && FolderEntries.of(folder).stream().anyMatch(Files::isDirectory)) {
        throw new IOException(
            String.format(
                "%s holds classes, so there must be both %s and %s beside each other, found %s",
                folder,
                Split.TRAIN.prefix(),
                Split.VALIDATION.prefix(),
                FolderEntries.of(root).stream()
                    .map(path -> path.getFileName().toString())
                    .toList()));
      }
    }
  }

  private static boolean hasSplits(Path root) {
    return Files.isDirectory(root.resolve(Split.TRAIN.prefix()))
        && Files.isDirectory(root.resolve(Split.VALIDATION.prefix()));
  }

  @Override
  public List<SourceImage> images(Split split) throws IOException {
    ImmutableList.Builder<SourceImage> images = ImmutableList.builder();
    Path parent = hasSplits(root) ? root.resolve(split.prefix()) : root;
    requireSameClasses(parent);
    for (int label = 0; label < labels.size(); label++) {
      Path folder = parent.resolve(labels.label(label));
      for (Path file : hasSplits(root) ? filesOf(folder) : share(folder, split)) {
        images.add(new SourceImage(name(file), file.toString(), label, FileContent.of(file)));
      }
    }
    return images.build();
  }

  private String name(Path file) {
    return Streams.stream(root.relativize(file)).map(Path::toString).collect(joining("/"));
  }

  private void requireSameClasses(Path parent) throws IOException {
    Set<String> classes = Set.copyOf(labels.labels());
    for (Path entry : FolderEntries.of(parent)) {
      String name = entry.getFileName().toString();
      if (Files.isDirectory(entry) && !classes.contains(name)) {
        throw new IOException(entry + " is a class that the training images do not have");
      }
    }
  }

  private List<Path> share(Path folder, Split split) throws IOException {
    List<Path> files = filesOf(folder);
    if (files.size() < 2) {
      throw new IOException(
          folder
              + " must hold at least 2 images, one for training and one for validation, found "
              + files.size());
    }
    String name = folder.getFileName().toString();
    int[] places = validation().places(name, files.size(), split);
    return Arrays.stream(places).mapToObj(files::get).toList();
  }

  private ValidationShare validation() {
    return new ValidationShare(validationShare, seed);
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder + " is missing: every class needs images");
    }
    List<Path> files = FolderEntries.of(folder);
    if (files.isEmpty()) {
      throw new IOException(folder + " is empty: every class needs images");
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new IOException(file + " is not a file; images lie directly in their class's folder");
      }
    }
    return files;
  }

  @Override
  public String description() {
    return "class folders "
        + root.toAbsolutePath().normalize().getFileName()
        + (hasSplits(root) ? "" : ", " + validation());
  }
}
