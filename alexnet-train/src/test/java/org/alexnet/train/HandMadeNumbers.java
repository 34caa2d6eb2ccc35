package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.Lists;
import com.google.common.io.LittleEndianDataInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.evaluation.Evaluation;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * The stored images of a split, read here, and what a checkpoint's network says of their crops,
 * made here: nothing of the input or the evaluation is used.
 *
 * @param size side of the images
 * @param images pixels less the mean, {@code [size, size, 3]} each
 * @param labels their classes, counted from 0
 */
record HandMadeNumbers(int size, List<float[]> images, List<Integer> labels) {
  private static final int IMAGES_AT_ONCE = 25;

  /** Reads the shards {@code PREFIX-*} of a data set and {@code mean.pb}. */
  static HandMadeNumbers of(Path dataset, String prefix, int size) throws IOException {
    FloatBuffer mean =
        TensorProto.parseFrom(Files.readAllBytes(dataset.resolve("mean.pb")))
            .getTensorContent()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    List<float[]> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    try (Stream<Path> files = Files.list(dataset);
        Decoder decoder = new Decoder()) {
      for (Path shard : files.sorted().toList()) {
        if (shard.getFileName().toString().startsWith(prefix + "-")) {
          for (Features features : records(shard)) {
            int[] pixels =
                decoder.decode(
                    features
                        .getFeatureOrThrow("image/encoded")
                        .getBytesList()
                        .getValue(0)
                        .toByteArray());
            float[] centered = new float[pixels.length];
            for (int i = 0; i < pixels.length; i++) {
              centered[i] = pixels[i] - mean.get(i);
            }
            images.add(centered);
            labels.add(
                (int) features.getFeatureOrThrow("image/class/label").getInt64List().getValue(0)
                    - 1);
          }
        }
      }
    }
    return new HandMadeNumbers(size, images, labels);
  }

  /** A TFRecord file: length, its CRC, an Example, its CRC, and so on. */
  private static List<Features> records(Path shard) throws IOException {
    List<Features> records = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(shard))) {
      for (byte[] length = in.readNBytes(8); length.length == 8; length = in.readNBytes(8)) {
        long count = new LittleEndianDataInputStream(new ByteArrayInputStream(length)).readLong();
        in.skipNBytes(4);
        records.add(Example.parseFrom(in.readNBytes((int) count)).getFeatures());
        in.skipNBytes(4);
      }
    }
    return records;
  }

  private static final class Decoder implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final org.tensorflow.op.core.Placeholder<TString> file = tf.placeholder(TString.class);
    private final org.tensorflow.Operand<TUint8> decoded =
        tf.image.decodeJpeg(
            file, DecodeJpeg.channels(3L), DecodeJpeg.dctMethod("INTEGER_ACCURATE"));
    private final Session session = new Session(graph);

    int[] decode(byte[] jpeg) {
      try (TString input = TString.tensorOfBytes(NdArrays.scalarOfObject(jpeg));
          Result result = session.runner().feed(file, input).fetch(decoded).run()) {
        byte[] bytes = new byte[(int) result.get(0).shape().size()];
        ((TUint8) result.get(0)).asRawTensor().data().read(bytes);
        int[] pixels = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
          pixels[i] = bytes[i] & 0xff;
        }
        return pixels;
      }
    }

    @Override
    public void close() {
      session.close();
      graph.close();
    }
  }

  /** A crop, {@code [side, side, 3]}. */
  float[] crop(int image, int top, int left, int side, boolean mirrored) {
    float[] crop = new float[side * side * 3];
    for (int i = 0; i < crop.length; i++) {
      int x = i / 3 % side;
      int column = left + (mirrored ? side - 1 - x : x);
      crop[i] = images.get(image)[((top + i / 3 / side) * size + column) * 3 + i % 3];
    }
    return crop;
  }

  /** Mean probabilities over the center crop, or over the ten of section 4.1 of the paper. */
  List<double[]> probabilities(Checkpoint checkpoint, int crops) {
    int side = checkpoint.spec().imageSize();
    int far = size - side;
    int[][] corners = {{far / 2, far / 2}, {0, 0}, {0, far}, {far, 0}, {far, far}};
    List<double[]> means = new ArrayList<>();
    try (Network network = new Network(checkpoint)) {
      for (int from = 0; from < images.size(); from += IMAGES_AT_ONCE) {
        int to = Math.min(images.size(), from + IMAGES_AT_ONCE);
        List<float[]> batch = new ArrayList<>();
        for (int image = from; image < to; image++) {
          for (int i = 0; i < crops; i++) {
            int[] corner = corners[i / 2];
            batch.add(crop(image, corner[0], corner[1], side, i % 2 == 1));
          }
        }
        for (List<float[]> answers : Lists.partition(network.probabilities(batch), crops)) {
          means.add(mean(answers));
        }
      }
    }
    return means;
  }

  private static double[] mean(List<float[]> answers) {
    double[] mean = new double[answers.get(0).length];
    for (float[] answer : answers) {
      for (int label = 0; label < mean.length; label++) {
        mean[label] += (double) answer[label] / answers.size();
      }
    }
    return mean;
  }

  /** How many images have fewer than {@code k} classes more probable than their own. */
  long correct(List<double[]> probabilities, int k) {
    long correct = 0;
    for (int image = 0; image < labels.size(); image++) {
      double[] answers = probabilities.get(image);
      int own = labels.get(image);
      int ahead = 0;
      for (int label = 0; label < answers.length; label++) {
        boolean equalButEarlier = answers[label] == answers[own] && label < own;
        ahead += answers[label] > answers[own] || equalButEarlier ? 1 : 0;
      }
      correct += ahead < k ? 1 : 0;
    }
    return correct;
  }

  /** Mean logarithm of the probability of an image's own class. */
  double logProbability(List<double[]> probabilities) {
    double sum = 0;
    for (int image = 0; image < labels.size(); image++) {
      sum += Math.log(probabilities.get(image)[labels.get(image)]);
    }
    return sum / labels.size();
  }

  /** Asserts that an evaluation has the numbers that are counted here. */
  void assertCounts(Evaluation found, List<double[]> probabilities) {
    assertThat(found.imageCount()).isEqualTo(labels.size());
    assertThat(found.top1Correct()).isEqualTo((double) correct(probabilities, 1));
    assertThat(found.top5Correct()).isEqualTo((double) correct(probabilities, 5));
    assertThat(found.logProbability()).isCloseTo(logProbability(probabilities), within(1e-5));
  }

  /** The network of a checkpoint in a session of its own. */
  private static final class Network implements AutoCloseable {
    private final Graph graph = new Graph();
    private final AlexNetSpec spec;
    private final org.tensorflow.op.core.Placeholder<TFloat32> images;
    private final ForwardPass network;
    private final Session session;

    Network(Checkpoint checkpoint) {
      spec = checkpoint.spec();
      Ops tf = Ops.create(graph);
      images =
          tf.placeholder(
              TFloat32.class,
              org.tensorflow.op.core.Placeholder.shape(
                  Shape.of(-1, spec.imageSize(), spec.imageSize(), 3)));
      network = new ForwardPass(tf, PlacedNetwork.onOneDevice(spec, "/CPU:0"), images);
      session = new Session(graph);
      session.restore(checkpoint.directory().resolve("tensors").toString());
    }

    List<float[]> probabilities(List<float[]> batch) {
      FloatBuffer values = FloatBuffer.allocate(batch.size() * batch.get(0).length);
      batch.forEach(values::put);
      Shape shape = Shape.of(batch.size(), spec.imageSize(), spec.imageSize(), 3);
      try (TFloat32 input = TFloat32.tensorOf(shape, DataBuffers.of(values.array()));
          Result result =
              session.runner().feed(images, input).fetch(network.probabilities()).run()) {
        TFloat32 output = (TFloat32) result.get(0);
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
          float[] row = new float[spec.classCount()];
          for (int label = 0; label < row.length; label++) {
            row[label] = output.getFloat(i, label);
          }
          rows.add(row);
        }
        return rows;
      }
    }

    @Override
    public void close() {
      session.close();
      graph.close();
    }
  }
}
