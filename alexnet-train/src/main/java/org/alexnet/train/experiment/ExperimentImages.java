package org.alexnet.train.experiment;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.source.CifarFiles;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.IdxFiles;
import org.alexnet.data.source.ImageSource;
import org.alexnet.data.source.Split;
import org.alexnet.data.source.Subset;

/**
 * The data sets of an experiment: prepared ones, or made from the images of a small scale when they
 * are asked for.
 */
public final class ExperimentImages {
  /** Stored side of the images of the four-layer network, in pixels: those of CIFAR-10. */
  private static final int SMALL_IMAGE = 32;

  private final Scale scale;
  private final Optional<ImageSource> source;
  private final Path folder;
  private final Map<Role, Dataset> opened = new EnumMap<>(Role.class);

  private ExperimentImages(
      Scale scale, Optional<ImageSource> source, Path folder, Map<Role, Dataset> prepared) {
    this.scale = scale;
    this.source = source;
    this.folder = folder;
    opened.putAll(prepared);
  }

  /**
   * Returns those that are prepared of a folder of images.
   *
   * @param scale fashion or cifar10
   * @param images the IDX files of Fashion-MNIST with labels.txt, or CIFAR-10 in its binary version
   *     or as folders of classes below {@code train} and {@code validation}
   * @param folder where to put the data sets
   * @throws IOException if the images are missing or damaged
   */
  public static ExperimentImages from(Scale scale, Path images, Path folder) throws IOException {
    checkArgument(
        !scale.name().equals(Scale.IMAGENET.name()),
        "at scale %s the data sets are prepared beforehand",
        scale.name());
    if (!Files.exists(images)) {
      throw new NoSuchFileException(images + " does not exist: it should hold the images");
    }
    return new ExperimentImages(
        scale, Optional.of(source(scale, images)), folder, new EnumMap<>(Role.class));
  }

  private static ImageSource source(Scale scale, Path images) throws IOException {
    if (scale.name().equals(Scale.FASHION.name())) {
      return IdxFiles.in(images);
    }
    if (Files.isDirectory(images.resolve(Split.TRAIN.prefix()))) {
      return ClassFolders.in(images);
    }
    try {
      return CifarFiles.in(images);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(
          e.getMessage() + ", or hold folders of classes below train and validation");
    }
  }

  /**
   * Returns prepared data sets.
   *
   * @param usual the images
   * @param moreClasses those that are pre-trained on
   */
  public static ExperimentImages prepared(
      Scale scale, Dataset usual, Optional<Dataset> moreClasses) {
    checkArgument(
        usual.imageSize() == scale.imageSize(),
        "%s must be stored at %sx%s pixels, found %s",
        usual.directory(),
        scale.imageSize(),
        scale.imageSize(),
        usual.imageSize());
    ImmutableMap.Builder<Role, Dataset> roles = ImmutableMap.builder();
    roles.put(Role.USUAL, usual).put(Role.FEWER_CLASSES, usual);
    moreClasses.ifPresent(more -> roles.put(Role.MORE_CLASSES, more));
    return new ExperimentImages(scale, Optional.empty(), usual.directory(), roles.buildOrThrow());
  }

  /**
   * Returns the data set of a role; it is prepared when it is first asked for, unless it lies there
   * already.
   *
   * @throws IOException if it is not given, or cannot be made
   */
  public Dataset dataset(Role role) throws IOException {
    Dataset found = opened.get(role);
    if (found != null) {
      return found;
    }
    ImageSource images =
        source.orElseThrow(
            () ->
                new NoSuchFileException(
                    role == Role.MORE_CLASSES
                        ? "a data set of more classes is needed to pre-train on: --more-classes"
                        : "the four-layer network is for CIFAR-10: --scale cifar10"));
    Role same = role == Role.MORE_CLASSES ? Role.USUAL : role;
    List<String> labels = images.labels().labels();
    Dataset made =
        Preparation.of(
                new Subset(
                    images,
                    same == Role.FEWER_CLASSES
                        ? images.labels().select(labels.subList(0, labels.size() / 2))
                        : images.labels(),
                    scale.imagesPerClass()))
            .withImageSize(same == Role.SMALL ? SMALL_IMAGE : scale.imageSize())
            .resume(folder.resolve(same.toString()));
    opened.put(role, made);
    return made;
  }
}
