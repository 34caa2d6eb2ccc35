package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.proto.EpochProto;
import org.alexnet.train.proto.EvaluationProto;

/** Epochs as they are written to manifests. */
final class EpochCodec {
  private EpochCodec() {}

  /** The message of an epoch. */
  public static EpochProto toProto(EpochSummary epoch) {
    return EpochProto.newBuilder()
        .setEpoch(epoch.epoch())
        .setStep(epoch.step())
        .setLearningRate(epoch.learningRate())
        .setTrainingLoss(epoch.trainingLoss())
        .setTrainingError(epoch.trainingError())
        .setEvaluation(toProto(epoch.evaluation()))
        .build();
  }

  /** The epoch of a message. */
  public static EpochSummary fromProto(EpochProto proto) {
    return new EpochSummary(
        proto.getEpoch(),
        proto.getStep(),
        proto.getLearningRate(),
        proto.getTrainingLoss(),
        proto.getTrainingError(),
        fromProto(proto.getEvaluation()));
  }

  /** The epochs of messages. */
  static ImmutableList<EpochSummary> fromProto(List<EpochProto> protos) {
    return protos.stream().map(EpochCodec::fromProto).collect(ImmutableList.toImmutableList());
  }

  /** The message of an evaluation. */
  public static EvaluationProto toProto(Evaluation evaluation) {
    return EvaluationProto.newBuilder()
        .setImages(evaluation.imageCount())
        .setTop1Correct(evaluation.top1Correct())
        .setTop5Correct(evaluation.top5Correct())
        .setLogProbability(evaluation.logProbability())
        .build();
  }

  /** The evaluation of a message. */
  public static Evaluation fromProto(EvaluationProto proto) {
    return new Evaluation(
        proto.getImages(),
        proto.getTop1Correct(),
        proto.getTop5Correct(),
        proto.getLogProbability());
  }
}
