package org.alexnet.export;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.Iterables;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.alexnet.common.ErrorMessages;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.ImageFiles;
import org.alexnet.data.source.LabelMap;
import org.alexnet.export.internal.Batches;
import org.alexnet.export.internal.CallGate;
import org.alexnet.export.internal.ServedModel;
import org.alexnet.export.internal.ServingGraph;
import org.tensorflow.exceptions.TensorFlowException;

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
 *
 * <p>Images are JPEG, PNG or one-frame GIF files of any size up to 64 megapixels. Nothing is
 * printed: TensorFlow's log is turned down, where no class of TensorFlow was loaded before and the
 * environment sets no {@code TF_CPP_MIN_LOG_LEVEL}.
 */
public final class Classifier implements AutoCloseable {
  /** Images that go through the network together: conv1's values of 64 take 74 MB at 227 pixels. */
  private static final int BATCH = 64;

  private final ServedModel model;
  private final ClassifierOptions options;
  private final LabelMap labels;
  private final Optional<Batches> batches;
  private final CallGate gate;

  private Classifier(ServedModel model, ClassifierOptions options) {
    this.model = model;
    this.options = options;
    labels = model.labels();
    batches =
        options.patience().map(patience -> new Batches(BATCH, patience, this::probabilitiesOf));
    gate = new CallGate("the classifier", this::release);
  }

  /**
   * Loads a model.
   *
   * @param directory the folder of one version, or of all, of which the latest is taken
   * @throws IOException if there is none or it cannot be read
   */
  public static Classifier load(Path directory) throws IOException {
    return load(directory, ClassifierOptions.usual());
  }

  /**
   * Loads a model.
   *
   * @param directory the folder of one version, or of all, of which the latest is taken
   * @param options how it works
   * @throws IOException if there is none or it cannot be read
   */
  public static Classifier load(Path directory, ClassifierOptions options) throws IOException {
    ServedModel model = ServedModel.load(directory, options.device(), options.threads());
    return new Classifier(model, options);
  }

  private void release() {
    batches.ifPresent(Batches::close);
    model.close();
  }

  /** Returns the classes, in the order of the model's output. */
  public LabelMap labels() {
    return labels;
  }

  /** Returns the folder of the version that was loaded. */
  public Path directory() {
    return model.version();
  }

  /** Returns the numbers that its parameters are stored as. */
  public String storedWeights() {
    return model.storedWeights();
  }

  /** Returns the SHA-256 of the checkpoint of each of its networks. */
  public List<String> checkpoints() {
    return model.checkpoints();
  }

  /**
   * Names what an image shows.
   *
   * @param image its file
   * @return the classes that the options ask for, the most probable first
   * @throws BadImageException if the file cannot be read or is no such image
   * @throws IOException if the model fails
   * @throws IllegalStateException if the classifier is closed
   */
  public List<Prediction> classify(Path image) throws IOException {
    return Iterables.getOnlyElement(classify(List.of(image)));
  }

  /**
   * Names what an image shows, as {@link #classify(Path)} does; errors call it {@code image 0}.
   *
   * @param image the bytes of its file
   */
  public List<Prediction> classify(byte[] image) throws IOException {
    return mostProbable(Iterables.getOnlyElement(probabilities(List.of(image))));
  }

  /**
   * Names what an image shows, as {@link #classify(Path)} does; errors call it {@code image 0}.
   *
   * @param image its file, which is read to the end; the caller closes it
   */
  public List<Prediction> classify(InputStream image) throws IOException {
    return classify(image.readAllBytes());
  }

  /**
   * Names what an image shows.
   *
   * @param image of any size up to 64 megapixels
   * @return as {@link #classify(Path)}
   */
  public List<Prediction> classify(BufferedImage image) throws IOException {
    return classify(png(image));
  }

  /** PNG loses nothing, and the model decodes it by the operation that it has for all files. */
  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      if (!ImageIO.write(image, "png", out)) { // of a kind that PNG has not
        BufferedImage plain =
            new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        plain.createGraphics().drawImage(image, 0, 0, null);
        ImageIO.write(plain, "png", out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every byte", e);
    }
    return file.toByteArray();
  }

  /**
   * Names what each of several images shows.
   *
   * @param images files as {@link #classify(Path)} takes them
   * @return for each image in order the classes that the options ask for, the most probable first
   * @throws BadImageException if one of the files cannot be read or is no such image
   * @throws IOException if the model fails
   * @throws IllegalStateException if the classifier is closed
   */
  public List<List<Prediction>> classify(List<Path> images) throws IOException {
    List<List<Prediction>> all = new ArrayList<>();
    for (List<Path> part : Iterables.partition(images, BATCH)) {
      List<byte[]> files = new ArrayList<>();
      for (Path image : part) {
        files.add(ImageFiles.read(image));
      }
      run(this::probabilitiesTogether, files, part)
          .forEach(probabilities -> all.add(mostProbable(probabilities)));
    }
    return List.copyOf(all);
  }

  /**
   * Returns the probabilities of all classes.
   *
   * @param files the bytes of image files, at least one
   * @return for each file the probability of each class, in the order of {@link #labels}
   * @throws BadImageException if one is no such image, with its position as the name: {@code image
   *     0} is the first
   * @throws IOException if the model fails
   * @throws IllegalArgumentException if there is no file
   * @throws IllegalStateException if the classifier is closed
   */
  public List<float[]> probabilities(List<byte[]> files) throws IOException {
    return run(this::probabilitiesTogether, decodable(files), names(files));
  }

  /**
   * Names the classes of probabilities.
   *
   * @param probabilities of each class, as {@link #probabilities} gives them
   * @return as many as the options ask for, the most probable first
   * @throws IllegalArgumentException if they are not of as many classes
   */
  public List<Prediction> mostProbable(float[] probabilities) {
    checkArgument(
        probabilities.length == labels.size(),
        "probabilities must be %s numbers, found %s",
        labels.size(),
        probabilities.length);
    return IntStream.range(0, probabilities.length)
        .mapToObj(i -> new Prediction(labels.label(i), labels.name(i), probabilities[i]))
        .sorted(Comparator.comparingDouble(Prediction::probability).reversed())
        .limit(options.most())
        .toList();
  }

  /**
   * Returns the features of section 6.1 of the paper: what the last layer reads of the center crop.
   *
   * @param files the bytes of image files, at least one
   * @return for each file 4096 numbers in the paper's network; of an average of several networks
   *     those of all, one after another
   * @throws BadImageException if one is no such image, with its position as the name
   * @throws IOException if the model fails
   * @throws IllegalArgumentException if there is no file
   * @throws IllegalStateException if the classifier is closed, or its network has one layer
   */
  public List<float[]> features(List<byte[]> files) throws IOException {
    checkState(
        model.has(ServingGraph.FEATURES),
        "%s has no features: its network has one layer",
        model.version());
    return run(
        part -> model.rows(ServingGraph.FEATURES, ServingGraph.FEATURES, part),
        decodable(files),
        names(files));
  }

  private static List<String> names(List<byte[]> files) {
    return IntStream.range(0, files.size()).mapToObj(i -> "image " + i).toList();
  }

  private static List<byte[]> decodable(List<byte[]> files) throws IOException {
    checkArgument(!files.isEmpty(), "files must not be empty");
    List<byte[]> decodable = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      decodable.add(ImageFiles.decodable(files.get(i), "image " + i));
    }
    return decodable;
  }

  /** Asks the model something of image files. */
  private interface Question {
    List<float[]> of(List<byte[]> files) throws IOException;
  }

  private List<float[]> probabilitiesTogether(List<byte[]> files) throws IOException {
    return batches.isPresent() ? batches.get().answer(files) : probabilitiesOf(files);
  }

  private List<float[]> probabilitiesOf(List<byte[]> files) {
    String signature = options.crops() == Crops.TEN ? ServingGraph.TEN_CROPS : ServingGraph.CENTER;
    return model.rows(signature, ServingGraph.PROBABILITIES, files);
  }

  /** Who closes the classifier waits for one part. */
  private List<float[]> run(Question question, List<byte[]> files, List<?> names)
      throws IOException {
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < files.size(); from += BATCH) {
      int to = Math.min(from + BATCH, files.size());
      gate.enter();
      try {
        rows.addAll(part(question, files.subList(from, to), names.subList(from, to)));
      } finally {
        gate.leave();
      }
    }
    return rows;
  }

  private List<float[]> part(Question question, List<byte[]> files, List<?> names)
      throws IOException {
    try {
      return question.of(files);
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw undecodable(question, files, names, e);
    }
  }

  /** Says which image it was, by its name. */
  private IOException undecodable(
      Question question, List<byte[]> files, List<?> names, RuntimeException cause)
      throws IOException {
    for (int i = 0; i < files.size(); i++) {
      try {
        question.of(List.of(files.get(i)));
      } catch (IllegalArgumentException e) { // the graph's own: it could not be decoded
        return new BadImageException(
            names.get(i).toString(), "cannot be decoded: it is damaged", e);
      } catch (TensorFlowException e) {
        break;
      }
    }
    return new IOException(model.version() + " failed: " + ErrorMessages.firstLine(cause), cause);
  }

  /**
   * Refuses calls from now on, waits for what of them is in the network, and frees the model. Calls
   * under way that have more to ask fail as later ones do.
   */
  @Override
  public void close() {
    gate.close();
  }
}
