package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import org.alexnet.common.DataUri;
import org.alexnet.data.internal.Examples;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;

/**
 * An image of a data set as it is stored.
 *
 * @param encoded its file, JPEG or PNG, a square of {@link Dataset#imageSize}
 * @param name of the file that it was made from, without folders
 * @param label its class, counted from 0
 */
public record StoredRecord(ByteString encoded, String name, int label) {

  /** Checks the class. */
  public StoredRecord {
    checkArgument(label >= 0, "label must not be negative, found %s", label);
  }

  /**
   * Returns the image of a record.
   *
   * @param record the bytes of an Example
   * @param where what to call it in an error
   * @throws IOException if it is none, or lacks its image or its class
   */
  static StoredRecord parse(byte[] record, String where) throws IOException {
    Example example;
    try {
      example = Example.parseFrom(record);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(where + ": the record is not an Example: " + e.getMessage(), e);
    }
    Feature encoded = feature(example, Examples.ENCODED);
    Feature label = feature(example, Examples.LABEL);
    if (label.getInt64List().getValueCount() != 1 || encoded.getBytesList().getValueCount() != 1) {
      throw new IOException(where + ": the record lacks its image or its class");
    }
    long number = label.getInt64List().getValue(0);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw new IOException(where + ": the class is " + number + ", it must be at least 1");
    }
    return new StoredRecord(
        encoded.getBytesList().getValue(0), Examples.fileName(record), (int) number - 1);
  }

  /** Returns the image as a data URI, for pages that need no other file. */
  public String dataUri() {
    return DataUri.of(encoded.toByteArray());
  }

  private static Feature feature(Example example, String key) {
    return example.getFeatures().getFeatureOrDefault(key, Feature.getDefaultInstance());
  }
}
