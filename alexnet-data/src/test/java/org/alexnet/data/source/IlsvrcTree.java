package org.alexnet.data.source;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

/**
 * ILSVRC-2012 in the exact shape in which it is distributed, small: five synsets with three
 * training and two validation images each, made of the pictures in {@code testdata}. What is in it
 * may be changed before it is written, to plant a fault.
 */
public final class IlsvrcTree {
  public static final String TRAIN = "ILSVRC2012_img_train.tar";
  public static final String VALIDATION = "ILSVRC2012_img_val.tar";
  public static final String DEVKIT = "ILSVRC2012_devkit_t12.tar.gz";
  public static final String GROUND_TRUTH = "ILSVRC2012_validation_ground_truth.txt";

  /**
   * A synset of the devkit.
   *
   * @param number its ILSVRC2012_ID
   * @param id its WordNet ID
   * @param words its name
   * @param children the numbers of its children; a class has none
   */
  public record Synset(int number, String id, String words, List<Integer> children) {
    /** Creates a synset. */
    public Synset(int number, String id, String words, Integer... children) {
      this(number, id, words, List.of(children));
    }
  }

  /** The synsets, classes first; sorted by WordNet ID, the classes are 3, 5, 2, 1, 4. */
  public final List<Synset> synsets =
      new ArrayList<>(
          List.of(
              new Synset(1, "n02119789", "kit fox, Vulpes macrotis"),
              new Synset(2, "n02100735", "English setter"),
              new Synset(3, "n01440764", "tench, Tinca tinca"),
              new Synset(4, "n03126707", "crane"),
              new Synset(5, "n02012849", "crane"),
              new Synset(6, "n00015388", "animal, animate being, beast", 1, 2, 3, 5),
              new Synset(7, "n00021939", "artifact, artefact", 4)));

  /** Of each synset its training images: {@code n01440764_1.JPEG} and so on. */
  public final Map<String, Map<String, byte[]>> training = new LinkedHashMap<>();

  /** {@code ILSVRC2012_val_00000001.JPEG} and so on. */
  public final Map<String, byte[]> validation = new TreeMap<>();

  /** The ILSVRC2012_ID of each validation image. */
  public final List<String> groundTruth =
      Stream.of(3, 1, 2, 5, 4, 4, 5, 2, 1, 3).map(String::valueOf).collect(Collectors.toList());

  /** Creates a tree without a fault. */
  public IlsvrcTree() throws IOException {
    List<byte[]> pictures = pictures();
    int next = 0;
    for (Synset synset : synsets) {
      if (synset.children().isEmpty()) {
        Map<String, byte[]> images = new LinkedHashMap<>();
        for (int i = 3; i > 0; i--) { // archives are in no order
          images.put(synset.id() + "_" + i + ".JPEG", pictures.get(next++ % pictures.size()));
        }
        training.put(synset.id(), images);
      }
    }
    for (int i = 1; i <= groundTruth.size(); i++) {
      validation.put(validationName(i), pictures.get(next++ % pictures.size()));
    }
  }

  /** The name of a validation image, counted from 1. */
  public static String validationName(int number) {
    return String.format(Locale.ROOT, "ILSVRC2012_val_%08d.JPEG", number);
  }

  /** The pictures of {@code testdata/images} as JPEG files, in the order of their names. */
  public static List<byte[]> pictures() throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("testdata"), "images"))) {
      for (Path file : files.sorted().toList()) {
        BufferedImage gray = ImageIO.read(file.toFile());
        BufferedImage color =
            new BufferedImage(gray.getWidth(), gray.getHeight(), BufferedImage.TYPE_INT_RGB);
        color.createGraphics().drawImage(gray, 0, 0, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(color, "jpg", out);
        pictures.add(out.toByteArray());
      }
    }
    return pictures;
  }

  /** Writes the archives into a folder, which is made. */
  public Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(TRAIN), Tars.of(inner()));
    Files.write(folder.resolve(VALIDATION), Tars.of(validation));
    Files.write(folder.resolve(DEVKIT), Tars.gzipped(Tars.of(devkit())));
    return folder;
  }

  /** An archive of each synset's training images. */
  public Map<String, byte[]> inner() throws IOException {
    Map<String, byte[]> archives = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, byte[]>> synset : training.entrySet()) {
      archives.put(synset.getKey() + ".tar", Tars.of(synset.getValue()));
    }
    return archives;
  }

  /** The files of the devkit by their paths. */
  public Map<String, byte[]> devkit() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("ILSVRC2012_devkit_t12/", new byte[0]);
    files.put("ILSVRC2012_devkit_t12/readme.txt", new byte[] {'x'});
    files.put("ILSVRC2012_devkit_t12/data/", new byte[0]);
    files.put("ILSVRC2012_devkit_t12/data/" + GROUND_TRUTH, groundTruthFile());
    files.put("ILSVRC2012_devkit_t12/data/meta.mat", metaFile("ILSVRC2012_ID"));
    return files;
  }

  /** The ground truth as a file. */
  public byte[] groundTruthFile() {
    return (String.join("\n", groundTruth) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** The fields of the real file, written by the library for MATLAB files. */
  public byte[] metaFile(String idField) throws IOException {
    Struct all = Mat5.newStruct(synsets.size(), 1);
    for (int i = 0; i < synsets.size(); i++) {
      Synset synset = synsets.get(i);
      Matrix children = Mat5.newMatrix(1, synset.children().size());
      for (int c = 0; c < synset.children().size(); c++) {
        children.setDouble(c, synset.children().get(c));
      }
      all.set(idField, i, Mat5.newScalar(synset.number()));
      all.set("WNID", i, Mat5.newString(synset.id()));
      all.set("words", i, Mat5.newString(synset.words()));
      all.set("gloss", i, Mat5.newString("what it is"));
      all.set("num_children", i, Mat5.newScalar(synset.children().size()));
      all.set("children", i, children);
      all.set("wordnet_height", i, Mat5.newScalar(synset.children().isEmpty() ? 0 : 9));
      all.set("num_train_images", i, Mat5.newScalar(3));
    }
    Path file = Files.createTempFile("meta", ".mat");
    try (MatFile mat = Mat5.newMatFile().addArray("synsets", all)) {
      Mat5.writeToFile(mat, file.toFile());
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }
}
