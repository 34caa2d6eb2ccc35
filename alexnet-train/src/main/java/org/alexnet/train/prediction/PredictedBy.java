package org.alexnet.train.prediction;

import static com.google.common.base.Preconditions.checkArgument;

import org.alexnet.train.proto.PredictedByProto;

/**
 * A network that has a part in predictions.
 *
 * @param checkpointFingerprint its checkpoint's, see {@link org.alexnet.train.Checkpoint}
 * @param network its name
 * @param step of its training
 * @param crops of an image that it saw
 * @param weight its part of the average, 0 to 1
 */
public record PredictedBy(
    String checkpointFingerprint, String network, long step, int crops, double weight) {

  /** Checks the weight. */
  public PredictedBy {
    checkArgument(0 <= weight && weight <= 1, "weight must be in 0..1, found %s", weight);
  }

  /** Returns a copy whose weight is multiplied, as in an average of averages. */
  PredictedBy times(double factor) {
    return new PredictedBy(checkpointFingerprint, network, step, crops, factor * weight);
  }

  PredictedByProto toProto() {
    return PredictedByProto.newBuilder()
        .setCheckpointSha256(checkpointFingerprint)
        .setNetwork(network)
        .setStep(step)
        .setCrops(crops)
        .setWeight(weight)
        .build();
  }

  static PredictedBy fromProto(PredictedByProto proto) {
    return new PredictedBy(
        proto.getCheckpointSha256(),
        proto.getNetwork(),
        proto.getStep(),
        proto.getCrops(),
        proto.getWeight());
  }
}
