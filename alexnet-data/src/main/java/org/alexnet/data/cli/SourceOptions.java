package org.alexnet.data.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.alexnet.data.source.CifarFiles;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.ClassTars;
import org.alexnet.data.source.IdxFiles;
import org.alexnet.data.source.IlsvrcArchives;
import org.alexnet.data.source.ImageList;
import org.alexnet.data.source.ImageSource;
import org.alexnet.data.source.Subset;
import org.alexnet.data.source.SyntheticImages;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where images come from. */
final class SourceOptions {
  @ArgGroup(multiplicity = "1")
  private Source source;

  /** Where the images come from: one of these. */
  private static final class Source {
    @Option(
        names = "--images",
        paramLabel = "FOLDER",
        description = "Folder with a folder of images for each class.")
    private Path folders;

    @Option(
        names = "--ilsvrc",
        paramLabel = "FOLDER",
        description = "Folder with the archives of ILSVRC-2012 or ILSVRC-2010.")
    private Path ilsvrc;

    @Option(
        names = "--class-tars",
        paramLabel = "PATH",
        description = "Folder, or tar archive, of a tar archive for each class.")
    private Path tars;

    @Option(
        names = "--csv",
        paramLabel = "FILE",
        description = "CSV file with the columns path, label, maybe split and name.")
    private Path csv;

    @Option(
        names = "--cifar",
        paramLabel = "PATH",
        description = "CIFAR-10 or CIFAR-100, binary version: folder or .tar.gz.")
    private Path cifar;

    @Option(
        names = "--idx",
        paramLabel = "FOLDER",
        description = "Folder with the IDX files of MNIST and labels.txt.")
    private Path idx;

    @Option(
        names = "--synthetic",
        paramLabel = "COUNT",
        description = "So many small images that are made up, to try a machine.")
    private Integer synthetic;
  }

  @Option(
      names = "--synsets",
      paramLabel = "FILE",
      description = "List of synsets, instead of the devkit or for their names.")
  private Path synsets;

  @Option(
      names = "--test-images",
      description = "Take the test images of ILSVRC-2010 for validation.")
  private boolean testImages;

  @Option(
      names = "--csv-columns",
      split = ",",
      paramLabel = "COLUMN=NAME,...",
      hideParamSyntax = true,
      description = "What the CSV file calls path, label, split and name.")
  private Map<String, String> csvColumns;

  @Option(
      names = "--cifar-labels",
      paramLabel = "LABELS",
      description = "Labels of CIFAR-100: ${COMPLETION-CANDIDATES} (default: fine).")
  private CifarFiles.Labels cifarLabels;

  @Option(
      names = "--classes",
      split = ",",
      paramLabel = "NAME,...",
      hideParamSyntax = true,
      description = "Only these classes, in this order (default: all).")
  private List<String> classes;

  @Option(
      names = "--images-per-class",
      paramLabel = "COUNT",
      description = "The most training images of a class (default: all).")
  private Integer imagesPerClass;

  @Option(
      names = "--validation-share",
      paramLabel = "SHARE",
      description =
          "Share of each class for validation where the source has no such split (default:"
              + " ${DEFAULT-VALUE}).")
  private double validationShare = 0.1;

  /**
   * Returns the source.
   *
   * @param seed of the choice of validation images where the source has none
   * @throws IllegalArgumentException if an option is not of the source
   * @throws IOException if it cannot be read
   */
  ImageSource source(long seed) throws IOException {
    requireUse("--synsets", synsets != null, source.ilsvrc != null || source.tars != null);
    requireUse("--test-images", testImages, source.ilsvrc != null);
    requireUse("--csv-columns", csvColumns != null, source.csv != null);
    requireUse("--cifar-labels", cifarLabels != null, source.cifar != null);
    ImageSource all = all(seed);
    return classes == null && imagesPerClass == null
        ? all
        : new Subset(
            all,
            classes == null ? all.labels() : all.labels().select(classes),
            imagesPerClass == null ? Integer.MAX_VALUE : imagesPerClass);
  }

  /**
   * Checks that what is made of a folder of images does not lie among them, where it would be taken
   * for a class.
   *
   * @throws IllegalArgumentException if it does
   * @throws IOException if that cannot be found out
   */
  void requireOutside(Path out) throws IOException {
    Path among = source.folders == null ? source.tars : source.folders;
    checkArgument(
        among == null || !Files.isDirectory(among) || !real(out).startsWith(real(among)),
        "--out %s must lie outside of the images, found inside of %s %s",
        out,
        source.folders == null ? "--class-tars" : "--images",
        among);
  }

  /** Returns a path without links, of which the last parts need not exist. */
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    return Files.exists(absolute) || absolute.getParent() == null
        ? absolute.toRealPath()
        : real(absolute.getParent()).resolve(absolute.getFileName());
  }

  private static void requireUse(String option, boolean given, boolean used) {
    checkArgument(
        !given || used,
        "%s goes with %s",
        option,
        option.equals("--synsets")
            ? "--ilsvrc or --class-tars"
            : option.equals("--test-images") ? "--ilsvrc" : option.replaceAll("-[a-z]+$", ""));
  }

  private ImageSource all(long seed) throws IOException {
    if (source.ilsvrc != null) {
      IlsvrcArchives archives =
          synsets == null
              ? IlsvrcArchives.in(source.ilsvrc)
              : IlsvrcArchives.in(source.ilsvrc, synsets);
      return testImages ? archives.withTestImages() : archives;
    }
    if (source.tars != null) {
      ClassTars tars = ClassTars.in(source.tars);
      return (synsets == null ? tars : tars.withNames(synsets))
          .withValidationShare(validationShare)
          .withSeed(seed);
    }
    if (source.csv != null) {
      return ImageList.in(source.csv, columns())
          .withValidationShare(validationShare)
          .withSeed(seed);
    }
    if (source.cifar != null) {
      CifarFiles files = CifarFiles.in(source.cifar);
      return cifarLabels == null ? files : files.withLabels(cifarLabels);
    }
    if (source.idx != null) {
      return IdxFiles.in(source.idx);
    }
    if (source.synthetic != null) {
      return new SyntheticImages(source.synthetic, seed);
    }
    return ClassFolders.in(source.folders).withValidationShare(validationShare).withSeed(seed);
  }

  private ImageList.Columns columns() {
    Map<String, String> given = csvColumns == null ? Map.of() : csvColumns;
    for (String column : given.keySet()) {
      checkArgument(
          Set.of("path", "label", "split", "name").contains(column),
          "--csv-columns must be of path, label, split and name, found %s",
          column);
    }
    return new ImageList.Columns(
        given.getOrDefault("path", "path"),
        given.getOrDefault("label", "label"),
        given.getOrDefault("split", "split"),
        given.getOrDefault("name", "name"));
  }
}
