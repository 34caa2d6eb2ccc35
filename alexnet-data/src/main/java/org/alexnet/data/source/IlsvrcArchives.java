package org.alexnet.data.source;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.alexnet.data.source.IlsvrcDevkit.Found;

/**
 * ILSVRC-2012 or ILSVRC-2010 as it is distributed, in one folder. Nothing is unpacked: the headers
 * of the archives are read once, and images where they are.
 *
 * <table>
 * <caption>Files</caption>
 * <tr><th>ILSVRC-2012<th>ILSVRC-2010<th>what
 * <tr><td>ILSVRC2012_img_train.tar<td>ILSVRC2010_images_train.tar<td>an archive of each synset's
 *     images
 * <tr><td>ILSVRC2012_img_val.tar<td>ILSVRC2010_images_val.tar<td>validation images
 * <tr><td><td>ILSVRC2010_images_test.tar<td>test images, for {@link #withTestImages}
 * <tr><td>ILSVRC2012_devkit_t12.tar.gz<td>ILSVRC2010_devkit-1.0.tar.gz<td>meta.mat and the ground
 *     truth of the validation images; also unpacked, or the two files by themselves
 * <tr><td><td>ILSVRC2010_test_ground_truth.txt<td>ground truth of the test images
 * <tr><td><td>patch_images.tar<td>images that replace some of the others, if it is there
 * </table>
 *
 * <p>Classes are numbered in the order of their WordNet IDs, {@code n01440764} first; the ground
 * truth calls them by numbers of another order, which {@code meta.mat} tells.
 */
public final class IlsvrcArchives implements ImageSource {
  private static final Pattern NUMBERED = Pattern.compile(".*_(val|test)_(\\d{8})\\.JPEG");

  private final Path folder;
  private final IlsvrcEdition edition;
  private final IlsvrcClasses classes;
  private final boolean testImages;

  private IlsvrcArchives(
      Path folder, IlsvrcEdition edition, IlsvrcClasses classes, boolean testImages) {
    this.folder = folder;
    this.edition = edition;
    this.classes = classes;
    this.testImages = testImages;
  }

  /**
   * Returns the source in a folder, with the classes of the devkit.
   *
   * @throws IOException if there is none, or the devkit is missing or damaged
   */
  public static IlsvrcArchives in(Path folder) throws IOException {
    IlsvrcEdition edition = IlsvrcEdition.in(folder);
    Found meta = require(folder, edition, "meta.mat", "or name a list of the synsets");
    return new IlsvrcArchives(
        folder, edition, IlsvrcClasses.inMetaFile(meta, edition.idField()), false);
  }

  /**
   * Returns the source in a folder, with the classes of a list instead of those of the devkit.
   *
   * @param synsets a text file with a synset a line: {@code n02119789 1 kit_fox}, with the number
   *     that the ground truth uses, or {@code n02119789} where its lines are synsets themselves
   * @throws IOException if there is none, or the list cannot be read
   */
  public static IlsvrcArchives in(Path folder, Path synsets) throws IOException {
    return new IlsvrcArchives(
        folder, IlsvrcEdition.in(folder), IlsvrcClasses.of(SynsetList.read(synsets)), false);
  }

  /**
   * Returns a copy whose validation split is the test images of ILSVRC-2010, of which the paper's
   * table 1 tells.
   *
   * @throws IllegalArgumentException if it is ILSVRC-2012, whose test labels are secret
   */
  public IlsvrcArchives withTestImages() {
    checkArgument(
        edition.test().isPresent(),
        "the test images of %s have no labels; take the validation images",
        edition);
    return new IlsvrcArchives(folder, edition, classes, true);
  }

  private static Found require(Path folder, IlsvrcEdition edition, String name, String otherwise)
      throws IOException {
    Optional<Found> found = IlsvrcDevkit.find(folder, edition, name);
    if (found.isEmpty() && name.equals(edition.groundTruth("test"))) {
      throw new NoSuchFileException(
          folder.resolve(name)
              + " is missing; it is no part of the devkit: get it from where the archives are, and"
              + " put it beside them");
    }
    if (found.isEmpty()) {
      Path devkit = folder.resolve(edition.devkit());
      throw new NoSuchFileException(
          Files.exists(devkit)
              ? String.format("%s lacks data/%s; get it again, %s", devkit, name, otherwise)
              : String.format(
                  "%s is missing, and %s is not in its place; put it there, %s",
                  devkit, name, otherwise));
    }
    return found.get();
  }

  @Override
  public LabelMap labels() {
    return classes.labels();
  }

  @Override
  public List<SourceImage> images(Split split) throws IOException {
    return split == Split.TRAIN ? trainingImages() : validationImages();
  }

  private List<SourceImage> trainingImages() throws IOException {
    TarArchive all = TarArchive.of(folder.resolve(edition.train()));
    Map<String, TarArchive.Entry> bySynset = new TreeMap<>();
    for (TarArchive.Entry entry : all.entries()) {
      String name = entry.fileName();
      String synset = name.endsWith(".tar") ? name.substring(0, name.length() - 4) : "";
      if (!labels().labels().contains(synset)) {
        throw new IOException(
            all.name() + " holds " + entry.name() + ", which is no class of " + classes.place());
      }
      if (bySynset.put(synset, entry) != null) {
        throw new IOException(all.name() + " holds " + name + " twice");
      }
    }
    requireAll(all.name(), bySynset.keySet());
    IlsvrcPatches images = IlsvrcPatches.in(folder, "train");
    for (int label = 0; label < labels().size(); label++) {
      TarArchive.Entry entry = bySynset.get(labels().label(label));
      TarArchive one = all.inside(entry);
      images.in(one, edition.train() + "/" + entry.name() + "/");
      List<TarArchive.Entry> files = one.entries();
      if (files.isEmpty()) {
        throw new IOException(one.name() + " is empty: every class needs images");
      }
      for (TarArchive.Entry image : files) {
        requireOwn(one, image, labels().label(label));
        images.add(image, label);
      }
    }
    return images.build();
  }

  private void requireAll(String archive, Collection<String> found) throws IOException {
    List<String> missing =
        labels().labels().stream().filter(label -> !found.contains(label)).toList();
    if (!missing.isEmpty()) {
      throw new IOException(
          String.format(
              "%s lacks %s.tar%s: it has %s of the %s classes of %s",
              archive,
              missing.get(0),
              missing.size() == 1 ? "" : " and " + (missing.size() - 1) + " others",
              found.size(),
              labels().size(),
              classes.place()));
    }
  }

  /** Training images are named by their synset: {@code n01440764_10026.JPEG}. */
  private static void requireOwn(TarArchive archive, TarArchive.Entry image, String synset)
      throws IOException {
    String name = image.fileName();
    int end = name.indexOf('_');
    if (end > 0 && Synsets.isId(name.substring(0, end)) && !name.startsWith(synset)) {
      throw new IOException(
          archive.name() + " holds " + image.name() + ", an image of another synset");
    }
  }

  private List<SourceImage> validationImages() throws IOException {
    String part = testImages ? "test" : "val";
    String archiveName = testImages ? edition.test().orElseThrow() : edition.validation();
    Found truth =
        require(
            folder,
            edition,
            edition.groundTruth(testImages ? "test" : "validation"),
            "or the file itself beside the archives");
    int[] labels = classes.groundTruth(truth);
    TarArchive archive = TarArchive.of(folder.resolve(archiveName));
    TarArchive.Entry[] images = new TarArchive.Entry[labels.length];
    for (TarArchive.Entry image : archive.entries()) {
      int number = number(archive, image, part);
      if (number < 1 || number > labels.length) {
        throw new IOException(
            String.format(
                "%s holds %s, but %s has %s lines",
                archive.name(), image.name(), truth.place(), labels.length));
      }
      if (images[number - 1] != null) {
        throw new IOException(archive.name() + " holds " + image.fileName() + " twice");
      }
      images[number - 1] = image;
    }
    requireAll(archive, images, truth);
    IlsvrcPatches all = IlsvrcPatches.in(folder, part);
    all.in(archive, archiveName + "/");
    for (int i = 0; i < labels.length; i++) {
      all.add(images[i], labels[i]);
    }
    return all.build();
  }

  private int number(TarArchive archive, TarArchive.Entry image, String part) throws IOException {
    Matcher name = NUMBERED.matcher(image.fileName());
    if (!name.matches() || !name.group(1).equals(part)) {
      throw new IOException(
          String.format(
              "%s holds %s, but its images are called %s_%s_00000001.JPEG and so on",
              archive.name(), image.name(), edition, part));
    }
    return Integer.parseInt(name.group(2));
  }

  private static void requireAll(TarArchive archive, TarArchive.Entry[] images, Found truth)
      throws IOException {
    int[] missing = IntStream.range(0, images.length).filter(i -> images[i] == null).toArray();
    if (missing.length > 0) {
      throw new IOException(
          String.format(
              "%s has %s images and lacks number %s, but %s has %s lines",
              archive.name(),
              images.length - missing.length,
              missing[0] + 1,
              truth.place(),
              images.length));
    }
  }

  @Override
  public String description() {
    return edition.name() + " archives" + (testImages ? ", test images for validation" : "");
  }
}
