package org.alexnet.graph.savedmodel;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import org.tensorflow.Operand;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A way to call a SavedModel.
 *
 * @param key what callers name it by, {@code serving_default} for example
 * @param inputs placeholders of the graph, by the names that callers use
 * @param outputs what they get, by name
 */
public record ServingSignature(
    String key, ImmutableMap<String, Operand<?>> inputs, ImmutableMap<String, Operand<?>> outputs) {
  private static final String METHOD = "tensorflow/serving/predict";

  /** Checks that it can be called. */
  public ServingSignature {
    checkArgument(!inputs.isEmpty(), "%s has no inputs", key);
    checkArgument(!outputs.isEmpty(), "%s has no outputs", key);
  }

  /** Returns it as TensorFlow writes it. */
  public SignatureDef toProto() {
    SignatureDef.Builder proto = SignatureDef.newBuilder().setMethodName(METHOD);
    inputs.forEach((name, operand) -> proto.putInputs(name, info(operand)));
    outputs.forEach((name, operand) -> proto.putOutputs(name, info(operand)));
    return proto.build();
  }

  private static TensorInfo info(Operand<?> operand) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : operand.shape().asArray()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorInfo.newBuilder()
        .setName(operand.op().name() + ":" + operand.asOutput().index())
        .setDtype(operand.asOutput().dataType())
        .setTensorShape(shape)
        .build();
  }
}
