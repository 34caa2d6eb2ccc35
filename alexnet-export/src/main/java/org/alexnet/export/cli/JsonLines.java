package org.alexnet.export.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.export.Prediction;

/** A line of JSON for each image, for other programs. */
final class JsonLines implements AskedImages.Answers {
  @Override
  public void predicted(Path image, List<Prediction> predictions) {
    ListValue.Builder all = ListValue.newBuilder();
    for (Prediction prediction : predictions) {
      all.addValues(
          Value.newBuilder()
              .setStructValue(
                  Struct.newBuilder()
                      .putFields("label", text(prediction.label()))
                      .putFields("name", text(prediction.name()))
                      .putFields(
                          "probability",
                          Value.newBuilder().setNumberValue(prediction.probability()).build())));
    }
    print(image, "predictions", Value.newBuilder().setListValue(all).build());
  }

  @Override
  public void refused(Path image, String reason) {
    print(image, "error", text(reason));
  }

  private static void print(Path image, String name, Value value) {
    Struct line =
        Struct.newBuilder()
            .putFields("image", text(image.toString()))
            .putFields(name, value)
            .build();
    try {
      System.out.println(JsonFormat.printer().omittingInsignificantWhitespace().print(line));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("probabilities are finite: " + line, e);
    }
  }

  private static Value text(String words) {
    return Value.newBuilder().setStringValue(words).build();
  }
}
