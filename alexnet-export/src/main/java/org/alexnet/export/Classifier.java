package org.alexnet.export;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.alexnet.data.internal.ImageInspector;
import org.alexnet.export.internal.Manifests;
import org.alexnet.export.internal.ModelFolder;
import org.alexnet.export.proto.ModelManifest;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
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
 *   System.out.println(predictions.get(0).label());
 * }
 * }</pre>
 */
public final class Classifier implements AutoCloseable {
  /** Images that go through the network together: conv1's values of 64 take 74 MB at 227 pixels. */
  private static final int BATCH = 64;

  private final Path version;
  private final ModelManifest manifest;
  private final SavedModelBundle model;

  private Classifier(Path version, ModelManifest manifest, SavedModelBundle model) {
    this.version = version;
    this.manifest = manifest;
    this.model = model;
  }

  /**
   * Loads a model.
   *
   * @param directory the folder of one version, or of all, of which the latest is taken
   * @throws IOException if there is none or it cannot be read
   */
  public static Classifier load(Path directory) throws IOException {
    Path version = ModelFolder.version(directory);
    ModelManifest manifest = Manifests.readIntact(version);
    try {
      SavedModelBundle model =
          SavedModelBundle.loader(version.toString())
              .withTags(SavedModelBundle.DEFAULT_TAG)
              .withConfigProto(ConfigProto.newBuilder().setAllowSoftPlacement(true).build())
              .load();
      return new Classifier(version, manifest, model);
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new IOException(version + " cannot be loaded: " + firstLine(e), e);
    }
  }

  /** The names of the classes, in the order of the model's output. */
  public ImmutableList<String> labels() {
    return ImmutableList.copyOf(manifest.getLabelsList());
  }

  /** The folder of the version that was loaded. */
  public Path directory() {
    return version;
  }

  /**
   * Names what an image shows.
   *
   * @param image a JPEG, PNG or one-frame GIF file of any size up to 64 megapixels
   * @return every class, the most probable first
   * @throws IOException if the file cannot be read or is no such image
   */
  public List<Prediction> classify(Path image) throws IOException {
    return Iterables.getOnlyElement(classify(List.of(image)));
  }

  /**
   * Names what each of several images shows.
   *
   * @param images files as {@link #classify(Path)} takes them
   * @return for each image in order every class, the most probable first
   * @throws IOException if one of the files cannot be read or is no such image
   */
  public List<List<Prediction>> classify(List<Path> images) throws IOException {
    List<List<Prediction>> all = new ArrayList<>();
    for (List<Path> part : Iterables.partition(images, BATCH)) {
      List<byte[]> files = new ArrayList<>();
      for (Path image : part) {
        byte[] bytes = Files.readAllBytes(image);
        ImageInspector.inspect(bytes, image.toString());
        files.add(bytes);
      }
      try {
        for (float[] probabilities : probabilities(files)) {
          all.add(predictions(probabilities));
        }
      } catch (TensorFlowException | IllegalArgumentException e) {
        throw undecodable(part, files, e);
      }
    }
    return List.copyOf(all);
  }

  /** Of a batch TensorFlow does not say which image it was, so each is asked about alone. */
  private IOException undecodable(List<Path> images, List<byte[]> files, RuntimeException cause) {
    for (int i = 0; i < images.size(); i++) {
      try {
        probabilities(List.of(files.get(i)));
      } catch (TensorFlowException | IllegalArgumentException e) {
        return new IOException(images.get(i) + " cannot be decoded: " + firstLine(e), e);
      }
    }
    return new IOException(version + " failed: " + firstLine(cause), cause);
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * The model's output as it is.
   *
   * @param files the bytes of JPEG, PNG or one-frame GIF files, at least one
   * @return for each file the probability of each class, in the order of {@link #labels}
   * @throws IllegalArgumentException if there is no file, or one cannot be decoded
   */
  public List<float[]> probabilities(List<byte[]> files) {
    checkArgument(!files.isEmpty(), "files must not be empty");
    var bytes = NdArrays.ofObjects(byte[].class, Shape.of(files.size()));
    for (int i = 0; i < files.size(); i++) {
      bytes.setObject(files.get(i), i);
    }
    try (TString input = TString.tensorOfBytes(bytes);
        Result result = model.call(Map.of("image_bytes", input))) {
      TFloat32 output = (TFloat32) result.get("probabilities").orElseThrow();
      List<float[]> rows = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        float[] row = new float[manifest.getLabelsCount()];
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
        .mapToObj(i -> new Prediction(manifest.getLabels(i), probabilities[i]))
        .sorted(Comparator.comparingDouble(Prediction::probability).reversed())
        .toList();
  }

  @Override
  public void close() {
    model.close();
  }
}
