package org.alexnet.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The years of the challenge whose archives are known, and what their files are called. */
enum IlsvrcEdition {
  /** 1.26 million training, 50,000 validation and 150,000 test images; all labels published. */
  ILSVRC2010(
      "ILSVRC2010_images_train.tar",
      "ILSVRC2010_images_val.tar",
      "ILSVRC2010_devkit-1.0.tar.gz",
      "devkit-1.0",
      Optional.of("ILSVRC2010_images_test.tar")),
  /** 1.28 million training and 50,000 validation images; labels of the test images are secret. */
  ILSVRC2012(
      "ILSVRC2012_img_train.tar",
      "ILSVRC2012_img_val.tar",
      "ILSVRC2012_devkit_t12.tar.gz",
      "ILSVRC2012_devkit_t12",
      Optional.empty());

  private final String train;
  private final String validation;
  private final String devkit;
  private final String devkitFolder;
  private final Optional<String> test;

  IlsvrcEdition(
      String train, String validation, String devkit, String devkitFolder, Optional<String> test) {
    this.train = train;
    this.validation = validation;
    this.devkit = devkit;
    this.devkitFolder = devkitFolder;
    this.test = test;
  }

  /**
   * Returns the edition whose training images are in a folder.
   *
   * @throws IOException if there are none, or those of two
   */
  static IlsvrcEdition in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder + " is not a folder");
    }
    boolean first = Files.exists(folder.resolve(ILSVRC2010.train));
    boolean second = Files.exists(folder.resolve(ILSVRC2012.train));
    if (first == second) {
      throw new IOException(
          folder
              + (first ? " holds both " : " holds neither ")
              + ILSVRC2012.train
              + (first ? " and " : " nor ")
              + ILSVRC2010.train
              + (first ? "; give each a folder of its own" : ""));
    }
    return first ? ILSVRC2010 : ILSVRC2012;
  }

  /** Returns the archive with an archive of each synset's training images. */
  String train() {
    return train;
  }

  /** Returns the archive of the validation images. */
  String validation() {
    return validation;
  }

  /** Returns the archive of the test images, if their labels were published. */
  Optional<String> test() {
    return test;
  }

  /** Returns the archive of the devkit. */
  String devkit() {
    return devkit;
  }

  /** Returns the folder that the devkit unpacks to. */
  String devkitFolder() {
    return devkitFolder;
  }

  /** Returns the field of {@code meta.mat} by whose values the ground truth calls the classes. */
  String idField() {
    return name() + "_ID";
  }

  /**
   * Returns the file with the class of each image.
   *
   * @param part {@code validation} or {@code test}
   */
  String groundTruth(String part) {
    return name() + "_" + part + "_ground_truth.txt";
  }
}
