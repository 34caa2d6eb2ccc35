package org.alexnet.data.source;

import com.google.common.collect.Lists;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.alexnet.data.internal.FolderEntries;

/**
 * A tar archive of images for each class, named by it, in a folder or in a tar archive of all: as
 * ImageNet's releases of Fall 2009 and Fall 2011 are distributed. Nothing is unpacked: headers are
 * read once, and images where they are. A share of each class is the validation split; a class of
 * one image is for training.
 */
public final class ClassTars implements ImageSource {
  private static final String TAR = ".tar";

  private final Path path;
  private final Map<String, TarArchive> archives;
  private final LabelMap labels;
  private final ValidationShare validation;

  /** Of all archives together: what both splits are chosen from. */
  private ArchivedImages all;

  private ClassTars(
      Path path,
      Map<String, TarArchive> archives,
      LabelMap labels,
      ValidationShare validation,
      ArchivedImages all) {
    this.path = path;
    this.archives = archives;
    this.labels = labels;
    this.validation = validation;
    this.all = all;
  }

  /**
   * Returns the source in a folder or in a tar archive, a tenth of each class for validation.
   *
   * @param path a folder with files like {@code n01440764.tar}, or a tar archive of such
   * @throws IOException if it is missing, cannot be read, or has fewer than two classes
   */
  public static ClassTars in(Path path) throws IOException {
    Map<String, TarArchive> archives = new TreeMap<>();
    if (Files.isDirectory(path)) {
      for (Path file : FolderEntries.of(path)) {
        put(archives, path.toString(), file.getFileName().toString(), TarArchive.of(file));
      }
    } else {
      TarArchive outer = TarArchive.of(path);
      for (TarArchive.Entry entry : outer.entries()) {
        put(archives, outer.name(), entry.fileName(), outer.inside(entry));
      }
    }
    if (archives.size() < 2) {
      throw new IOException(
          path
              + " must hold a tar archive for each of at least 2 classes, found "
              + archives.keySet());
    }
    return new ClassTars(
        path, archives, Synsets.named(archives.keySet()), new ValidationShare(0.1, 0), null);
  }

  private static void put(
      Map<String, TarArchive> archives, String where, String name, TarArchive archive)
      throws IOException {
    if (!name.endsWith(TAR) || name.equals(TAR)) {
      throw new IOException(
          where + " holds " + name + ", but must hold nothing but a .tar archive for each class");
    }
    if (archives.put(name.substring(0, name.length() - TAR.length()), archive) != null) {
      throw new IOException(where + " holds " + name + " twice");
    }
  }

  /** Returns a copy with this share of each class for validation, in (0, 1). */
  public ClassTars withValidationShare(double share) {
    return new ClassTars(
        path, archives, labels, new ValidationShare(share, validation.seed()), all);
  }

  /** Returns a copy with this seed of the choice of validation images. */
  public ClassTars withSeed(long seed) {
    return new ClassTars(
        path, archives, labels, new ValidationShare(validation.share(), seed), all);
  }

  /**
   * Returns a copy that takes the names of synsets that are not of ILSVRC-2012 from a list.
   *
   * @param synsets a text file with a synset a line: {@code n00001740 entity}
   * @throws IOException if it cannot be read
   */
  public ClassTars withNames(Path synsets) throws IOException {
    LabelMap named = SynsetList.read(synsets).named(labels.labels());
    return new ClassTars(path, archives, named, validation, all);
  }

  @Override
  public LabelMap labels() {
    return labels;
  }

  @Override
  public synchronized List<SourceImage> images(Split split) throws IOException {
    if (all == null) {
      all = index();
    }
    ArchivedImages images = all;
    List<int[]> chosen = new ArrayList<>();
    int[] starts = images.starts(labels.size());
    for (int label = 0; label < labels.size(); label++) {
      int first = starts[label];
      int count = starts[label + 1] - first;
      int[] places = validation.places(labels.label(label), count, split);
      chosen.add(Arrays.stream(places).map(place -> first + place).toArray());
    }
    return Lists.transform(Ints.asList(Ints.concat(chosen.toArray(new int[0][]))), images::get);
  }

  private ArchivedImages index() throws IOException {
    ArchivedImages.Builder images = new ArchivedImages.Builder();
    for (int label = 0; label < labels.size(); label++) {
      TarArchive archive = archives.get(labels.label(label));
      List<TarArchive.Entry> files = archive.entries();
      if (files.isEmpty()) {
        throw new IOException(archive.name() + " is empty: every class needs images");
      }
      images.in(archive, labels.label(label) + TAR + "/");
      for (TarArchive.Entry file : files) {
        images.add(file, label);
      }
    }
    return images.build();
  }

  @Override
  public String description() {
    return "class tars " + path.toAbsolutePath().normalize().getFileName() + ", " + validation;
  }
}
