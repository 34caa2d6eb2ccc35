package org.alexnet.export;

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
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.Checkpoint;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * What a checkpoint's network says about crops, with the mean and the crops made here: nothing of
 * the input, the evaluation or the export is used.
 */
final class HandMadeAnswers {
  private final Checkpoint checkpoint;
  private final int stored;
  private final float[] mean;

  HandMadeAnswers(Checkpoint checkpoint, int stored) throws IOException {
    this.checkpoint = checkpoint;
    this.stored = stored;
    this.mean = new float[stored * stored * 3];
    FloatBuffer values =
        TensorProto.parseFrom(Files.readAllBytes(checkpoint.directory().resolve("mean.pb")))
            .getTensorContent()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    values.get(mean);
  }

  /** The image files in a TFRecord file: length, its CRC, an Example, its CRC, and so on. */
  static List<byte[]> files(Path shard) throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (DataInputStream bytes = new DataInputStream(Files.newInputStream(shard));
        LittleEndianDataInputStream in = new LittleEndianDataInputStream(bytes)) {
      for (byte[] length = in.readNBytes(8); length.length == 8; length = in.readNBytes(8)) {
        long count = new LittleEndianDataInputStream(new ByteArrayInputStream(length)).readLong();
        in.skipNBytes(4);
        Example example = Example.parseFrom(in.readNBytes((int) count));
        in.skipNBytes(4);
        files.add(
            example
                .getFeatures()
                .getFeatureOrThrow("image/encoded")
                .getBytesList()
                .getValue(0)
                .toByteArray());
      }
    }
    return files;
  }

  /** Decodes a file that is already of the stored size: 0..255, RGB. */
  static double[] pixels(byte[] file) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var bytes = tf.placeholder(TString.class);
      var decoded =
          tf.image.decodeJpeg(
              bytes, DecodeJpeg.channels(3L), DecodeJpeg.dctMethod("INTEGER_ACCURATE"));
      try (Session session = new Session(graph);
          TString input = TString.tensorOfBytes(NdArrays.scalarOfObject(file));
          Result result = session.runner().feed(bytes, input).fetch(decoded).run()) {
        byte[] values = new byte[(int) result.get(0).shape().size()];
        ((TUint8) result.get(0)).asRawTensor().data().read(values);
        double[] pixels = new double[values.length];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = values[i] & 0xff;
        }
        return pixels;
      }
    }
  }

  /** The mean probabilities over the center crop, or over the ten of section 4.1 of the paper. */
  List<double[]> of(List<double[]> images, int crops) throws IOException {
    AlexNetSpec spec = checkpoint.spec();
    int size = spec.imageSize();
    int far = stored - size;
    int[][] corners = {{far / 2, far / 2}, {0, 0}, {0, far}, {far, 0}, {far, far}};
    FloatBuffer batch = FloatBuffer.allocate(images.size() * crops * size * size * 3);
    for (double[] image : images) {
      for (int crop = 0; crop < crops; crop++) {
        int[] corner = corners[crop / 2];
        boolean mirrored = crop % 2 == 1;
        for (int i = 0; i < size * size * 3; i++) {
          int x = i / 3 % size;
          int row = corner[0] + i / 3 / size;
          int column = corner[1] + (mirrored ? size - 1 - x : x);
          int from = (row * stored + column) * 3 + i % 3;
          batch.put((float) image[from] - mean[from]);
        }
      }
    }
    return averaged(batch.array(), images.size(), crops);
  }

  private List<double[]> averaged(float[] batch, int images, int crops) throws IOException {
    AlexNetSpec spec = checkpoint.spec();
    Shape shape = Shape.of((long) images * crops, spec.imageSize(), spec.imageSize(), 3);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var input = tf.placeholder(TFloat32.class);
      var named = tf.reshape(input, tf.constant(shape));
      ForwardPass network = new ForwardPass(tf, PlacedNetwork.onOneDevice(spec, "/CPU:0"), named);
      try (Session session = new Session(graph);
          TFloat32 values = TFloat32.tensorOf(shape, DataBuffers.of(batch))) {
        session.restore(checkpoint.directory().resolve("tensors").toString());
        try (Result result =
            session.runner().feed(input, values).fetch(network.probabilities()).run()) {
          TFloat32 probabilities = (TFloat32) result.get(0);
          List<double[]> means = new ArrayList<>();
          for (int image = 0; image < images; image++) {
            double[] mean = new double[spec.classCount()];
            for (int crop = 0; crop < crops; crop++) {
              for (int label = 0; label < mean.length; label++) {
                mean[label] += probabilities.getFloat((long) image * crops + crop, label) / crops;
              }
            }
            means.add(mean);
          }
          return means;
        }
      }
    }
  }
}
