package org.alexnet.data.internal;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/**
 * A record of a shard, parsed inside a function of the stream.
 *
 * @param serialized the record, the function's argument
 * @param encoded the image file
 * @param label the class, counted from 0
 */
public record StoredExample(
    Placeholder<TString> serialized, Operand<TString> encoded, Operand<TInt32> label) {

  /** Adds the argument and the parsing to a function. */
  public static StoredExample parse(Ops tf) {
    Placeholder<TString> serialized =
        tf.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    Operand<?> requiredBytes = tf.empty(tf.constant(new int[] {0}), TString.class);
    Operand<?> requiredNumber = tf.empty(tf.constant(new int[] {0}), TInt64.class);
    List<Operand<?>> values =
        List.copyOf(
            tf.io
                .parseSingleExample(
                    serialized,
                    List.of(requiredBytes, requiredNumber),
                    0L,
                    List.of(),
                    List.of(Examples.ENCODED, Examples.LABEL),
                    List.of(),
                    List.of(Shape.scalar(), Shape.scalar()))
                .denseValues());
    @SuppressWarnings("unchecked") // the type of the first default
    Operand<TString> encoded = (Operand<TString>) values.get(0);
    @SuppressWarnings("unchecked") // the type of the second default
    Operand<TInt64> labelFromOne = (Operand<TInt64>) values.get(1);
    Operand<TInt32> label =
        tf.dtypes.cast(tf.math.sub(labelFromOne, tf.constant(1L)), TInt32.class);
    return new StoredExample(serialized, encoded, label);
  }

  /** Returns the function from a numbered record to an image and its class. */
  public Signature signature(Operand<TInt64> number, Operand<TFloat32> image) {
    return Signature.builder()
        .input("number", number)
        .input("record", serialized)
        .output("image", image)
        .output("label", label)
        .build();
  }
}
