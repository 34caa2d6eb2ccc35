package org.alexnet.data.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.Int64List;

/** Records in the schema of TensorFlow's ImageNet scripts. */
public final class Examples {
  /** The key of the image file. */
  public static final String ENCODED = "image/encoded";

  /** The key of the class, counted from 1 as in those scripts. */
  public static final String LABEL = "image/class/label";

  private static final String FILE_NAME = "image/filename";

  private Examples() {}

  /**
   * Returns the name of the file that an image was made from; empty if the record has none.
   *
   * @param record an image's record
   * @throws InvalidProtocolBufferException if it is no example
   */
  public static String fileName(byte[] record) throws InvalidProtocolBufferException {
    Feature name = Example.parseFrom(record).getFeatures().getFeatureMap().get(FILE_NAME);
    return name == null || name.getBytesList().getValueCount() == 0
        ? ""
        : name.getBytesList().getValue(0).toStringUtf8();
  }

  /**
   * Returns the record of an image.
   *
   * @param file its content
   * @param format JPEG or PNG
   * @param size its side, in pixels
   * @param name of the file that it was made from, without folders
   * @param label its class, counted from 0
   * @param labelText what files call the class: a synset, if it is one of ImageNet
   * @param className what people call it
   */
  public static Example of(
      byte[] file,
      String format,
      int size,
      String name,
      int label,
      String labelText,
      String className) {
    Features.Builder features = Features.newBuilder();
    features.putFeature("image/height", number(size));
    features.putFeature("image/width", number(size));
    features.putFeature("image/channels", number(3));
    features.putFeature("image/colorspace", text("RGB"));
    features.putFeature("image/format", text(format));
    features.putFeature(FILE_NAME, text(name));
    features.putFeature(ENCODED, bytes(ByteString.copyFrom(file)));
    features.putFeature(LABEL, number(label + 1L));
    features.putFeature("image/class/synset", text(labelText));
    features.putFeature("image/class/text", text(className));
    return Example.newBuilder().setFeatures(features).build();
  }

  private static Feature number(long value) {
    return Feature.newBuilder().setInt64List(Int64List.newBuilder().addValue(value)).build();
  }

  private static Feature text(String value) {
    return bytes(ByteString.copyFrom(value, StandardCharsets.UTF_8));
  }

  private static Feature bytes(ByteString value) {
    return Feature.newBuilder().setBytesList(BytesList.newBuilder().addValue(value)).build();
  }
}
