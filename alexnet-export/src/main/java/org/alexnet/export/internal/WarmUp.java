package org.alexnet.export.internal;

import com.google.protobuf.ByteString;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.alexnet.data.TfRecordWriter;
import org.alexnet.export.proto.ModelSpec;
import org.alexnet.export.proto.PredictLog;
import org.alexnet.export.proto.PredictRequest;
import org.alexnet.export.proto.PredictionLog;
import org.alexnet.graph.savedmodel.ServingSignature;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Requests that TensorFlow Serving sends itself when it loads a model, so that the first of a
 * client does not wait for what TensorFlow does once: a black image to each signature that takes
 * files. The file's name and form are TensorFlow Serving's.
 */
public final class WarmUp {
  private static final String FILE = "tf_serving_warmup_requests";
  private static final int SIDE = 256;

  private WarmUp() {}

  /**
   * Writes the requests.
   *
   * @param folder where TensorFlow Serving looks for them in a version, {@code assets.extra}
   */
  public static void write(Path folder, List<ServingSignature> signatures) throws IOException {
    ByteString image = image();
    try (TfRecordWriter writer = TfRecordWriter.create(folder.resolve(FILE))) {
      for (ServingSignature signature : signatures) {
        if (signature.inputs().containsKey(ServingGraph.IMAGE_BYTES)) {
          writer.write(request(signature.key(), image).toByteArray());
        }
      }
    }
  }

  private static PredictionLog request(String signature, ByteString image) {
    TensorProto images =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(
                TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(1)))
            .addStringVal(image)
            .build();
    return PredictionLog.newBuilder()
        .setPredictLog(
            PredictLog.newBuilder()
                .setRequest(
                    PredictRequest.newBuilder()
                        .setModelSpec(ModelSpec.newBuilder().setSignatureName(signature))
                        .putInputs(ServingGraph.IMAGE_BYTES, images.toByteString())))
        .build();
  }

  private static ByteString image() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      ImageIO.write(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB), "jpg", out);
    }
    return ByteString.copyFrom(file.toByteArray());
  }
}
