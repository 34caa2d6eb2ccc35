package org.alexnet.export;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.alexnet.common.ErrorMessages;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.image.ImageFiles;
import org.alexnet.data.source.LabelMap;
import org.alexnet.export.internal.CallGate;
import org.alexnet.export.internal.Manifests;
import org.alexnet.export.internal.ModelFolder;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/**
 * Names what images show, with a model that {@link ModelExport} wrote. Threads may share one; the
 * caller closes it.
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.load(Path.of("model"))) {
 *   List<Prediction> predictions = classifier.classify(Path.of("cat.jpg"));
 *   System.out.println(predictions.get(0).name());
 * }
 * }</pre>
 */
public final class Classifier implements AutoCloseable {
  /** Images that go through the network together: conv1's values of 64 take 74 MB at 227 pixels. */
  private static final int BATCH = 64;

  private static final String OUTPUT = "probabilities";

  private final Path version;
  private final LabelMap labels;
  private final SavedModelBundle model;
  private final CallGate gate;

  private Classifier(Path version, LabelMap labels, SavedModelBundle model) {
    this.version = version;
    this.labels = labels;
    this.model = model;
    this.gate = new CallGate("the classifier", model::close);
  }

  /**
   * Loads a model.
   *
   * @param directory the folder of one version, or of all, of which the latest is taken
   * @throws IOException if there is none or it cannot be read
   */
  public static Classifier load(Path directory) throws IOException {
    Path version = ModelFolder.version(directory);
    LabelMap labels = Manifests.labels(Manifests.readIntact(version));
    try {
      SavedModelBundle model =
          SavedModelBundle.loader(version.toString())
              .withTags(SavedModelBundle.DEFAULT_TAG)
              .withConfigProto(ConfigProto.newBuilder().setAllowSoftPlacement(true).build())
              .load();
      try {
        requireAsManyLabels(version, labels, model);
      } catch (IOException | RuntimeException e) {
        model.close();
        throw e;
      }
      return new Classifier(version, labels, model);
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new IOException(version + " cannot be loaded: " + ErrorMessages.firstLine(e), e);
    }
  }

  private static void requireAsManyLabels(Path version, LabelMap labels, SavedModelBundle model)
      throws IOException {
    Shape output = model.function(Signature.DEFAULT_KEY).signature().getOutputs().get(OUTPUT).shape;
    long classes = output.get(output.numDimensions() - 1);
    if (classes != labels.size()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has %d labels, but the model's output has %d classes; export the model again",
              version.resolve(Manifests.FILE.name()),
              labels.size(),
              classes));
    }
  }

  /** Returns the classes, in the order of the model's output. */
  public LabelMap labels() {
    return labels;
  }

  /** Returns the folder of the version that was loaded. */
  public Path directory() {
    return version;
  }

  /**
   * Names what an image shows.
   *
   * @param image a JPEG, PNG or one-frame GIF file of any size up to 64 megapixels
   * @return every class, the most probable first
   * @throws BadImageException if the file cannot be read or is no such image
   * @throws IOException if the model fails
   * @throws IllegalStateException if the classifier is closed
   */
  public List<Prediction> classify(Path image) throws IOException {
    return Iterables.getOnlyElement(classify(List.of(image)));
  }

  /**
   * Names what each of several images shows.
   *
   * @param images files as {@link #classify(Path)} takes them
   * @return for each image in order every class, the most probable first
   * @throws BadImageException if one of the files cannot be read or is no such image
   * @throws IOException if the model fails
   * @throws IllegalStateException if the classifier is closed
   */
  public List<List<Prediction>> classify(List<Path> images) throws IOException {
    gate.enter();
    try {
      List<List<Prediction>> all = new ArrayList<>();
      for (List<Path> part : Iterables.partition(images, BATCH)) {
        List<byte[]> files = new ArrayList<>();
        for (Path image : part) {
          files.add(ImageFiles.read(image));
        }
        for (float[] probabilities : run(files, part)) {
          all.add(predictions(probabilities));
        }
      }
      return List.copyOf(all);
    } finally {
      gate.leave();
    }
  }

  private List<float[]> run(List<byte[]> files, List<?> names) throws IOException {
    try {
      return run(files);
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw undecodable(names, files, e);
    }
  }

  /** Of a batch TensorFlow does not say which image it was, so each is run alone. */
  private IOException undecodable(List<?> names, List<byte[]> files, RuntimeException cause) {
    for (int i = 0; i < names.size(); i++) {
      try {
        run(List.of(files.get(i)));
      } catch (TensorFlowException | IllegalArgumentException e) {
        return new BadImageException(
            names.get(i).toString(), "cannot be decoded: " + ErrorMessages.firstLine(e), e);
      }
    }
    return new IOException(version + " failed: " + ErrorMessages.firstLine(cause), cause);
  }

  /**
   * Returns the model's output as it is.
   *
   * @param files the bytes of JPEG, PNG or one-frame GIF files, at least one
   * @return for each file the probability of each class, in the order of {@link #labels}
   * @throws BadImageException if one is no such image, with its position as the name: {@code image
   *     0} is the first
   * @throws IOException if the model fails
   * @throws IllegalArgumentException if there is no file
   * @throws IllegalStateException if the classifier is closed
   */
  public List<float[]> probabilities(List<byte[]> files) throws IOException {
    checkArgument(!files.isEmpty(), "files must not be empty");
    gate.enter();
    try {
      List<byte[]> decodable = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        names.add("image " + i);
        decodable.add(ImageFiles.decodable(files.get(i), names.get(i)));
      }
      return run(decodable, names);
    } finally {
      gate.leave();
    }
  }

  private List<float[]> run(List<byte[]> files) {
    var bytes = NdArrays.ofObjects(byte[].class, Shape.of(files.size()));
    for (int i = 0; i < files.size(); i++) {
      bytes.setObject(files.get(i), i);
    }
    try (TString input = TString.tensorOfBytes(bytes);
        Result result = model.call(Map.of("image_bytes", input))) {
      TFloat32 output = (TFloat32) result.get(OUTPUT).orElseThrow();
      List<float[]> rows = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        float[] row = new float[labels.size()];
        for (int label = 0; label < row.length; label++) {
          row[label] = output.getFloat(i, label);
        }
        rows.add(row);
      }
      return rows;
    }
  }

  private List<Prediction> predictions(float[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .mapToObj(i -> new Prediction(labels.label(i), labels.name(i), probabilities[i]))
        .sorted(Comparator.comparingDouble(Prediction::probability).reversed())
        .toList();
  }

  /** Refuses calls from now on, waits for those under way, and frees the model. */
  @Override
  public void close() {
    gate.close();
  }
}
