package org.alexnet.train.internal;

import com.google.common.collect.ImmutableMap;
import org.alexnet.graph.optimizer.BiasRule;
import org.alexnet.graph.optimizer.UpdateRule;
import org.alexnet.graph.optimizer.UpdateRule.LayerFactors;
import org.alexnet.train.proto.LayerFactorsProto;
import org.alexnet.train.proto.UpdateRuleProto;

/** Update rules as they are written to manifests. */
final class UpdateRuleCodec {
  private UpdateRuleCodec() {}

  static UpdateRuleProto toProto(UpdateRule rule) {
    UpdateRuleProto.Builder proto =
        UpdateRuleProto.newBuilder()
            .setMomentum(rule.momentum())
            .setWeightDecay(rule.weightDecay())
            .setBiasesDecay(rule.biases().decays());
    if (rule.biases() instanceof BiasRule.Scaled scaled) {
      proto.setBiasRateFactor(scaled.factor());
    } else if (rule.biases() instanceof BiasRule.Fixed fixed) {
      proto.setFixedBiasRate(fixed.rate());
    }
    rule.layers()
        .forEach(
            (layer, factors) ->
                proto.putLayers(
                    layer,
                    LayerFactorsProto.newBuilder()
                        .setRate(factors.rate())
                        .setDecay(factors.decay())
                        .build()));
    return proto.build();
  }

  /**
   * The rule of a message.
   *
   * @throws IllegalArgumentException if the message holds no valid rule
   */
  static UpdateRule fromProto(UpdateRuleProto proto) {
    ImmutableMap.Builder<String, LayerFactors> layers = ImmutableMap.builder();
    proto
        .getLayersMap()
        .forEach(
            (layer, factors) ->
                layers.put(layer, new LayerFactors(factors.getRate(), factors.getDecay())));
    return new UpdateRule(
        proto.getMomentum(), proto.getWeightDecay(), biases(proto), layers.buildOrThrow());
  }

  private static BiasRule biases(UpdateRuleProto proto) {
    return switch (proto.getBiasRateCase()) {
      case BIAS_RATE_FACTOR ->
          new BiasRule.Scaled(proto.getBiasRateFactor(), proto.getBiasesDecay());
      case FIXED_BIAS_RATE -> new BiasRule.Fixed(proto.getFixedBiasRate(), proto.getBiasesDecay());
      case BIASRATE_NOT_SET -> throw new IllegalArgumentException("biases have no rate");
    };
  }
}
