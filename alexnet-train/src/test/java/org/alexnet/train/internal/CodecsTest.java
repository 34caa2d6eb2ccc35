package org.alexnet.train.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.util.List;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Augmentation.ColorNoise;
import org.alexnet.graph.optimizer.BiasRule;
import org.alexnet.graph.optimizer.UpdateRule;
import org.alexnet.graph.optimizer.UpdateRule.LayerFactors;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.Evaluation;
import org.alexnet.train.LearningRateSchedule.FixedDrops;
import org.alexnet.train.LearningRateSchedule.Plateau;
import org.alexnet.train.RunProvenance;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.proto.RecipeProto;
import org.junit.jupiter.api.Test;

/** What manifests say, with another value in every field. */
class CodecsTest {
  private static final UpdateRule RULE =
      new UpdateRule(0.25, 0.125)
          .withBiases(new BiasRule.Scaled(3, true))
          .withLayer("fc8", new LayerFactors(4, 5))
          .withLayer("conv1", new LayerFactors(6, 7));

  private static final TrainingRecipe RECIPE =
      new TrainingRecipe(
          8,
          RULE,
          0.5,
          new Plateau(9, 10, 11),
          12,
          new Augmentation(true, false, ColorNoise.STANDARD_DEVIATION, 0.75),
          13);

  private static String json(com.google.protobuf.Message message) throws IOException {
    return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
  }

  @Test
  void aRecipeIsWrittenUnderItsNames() throws IOException {
    assertThat(json(RecipeCodec.toProto(RECIPE)))
        .isEqualTo(
            "{\"batchSize\":8,\"updateRule\":{\"momentum\":0.25,\"weightDecay\":0.125,"
                + "\"biasRateFactor\":3.0,\"biasesDecay\":true,\"layers\":{"
                + "\"fc8\":{\"rate\":4.0,\"decay\":5.0},\"conv1\":{\"rate\":6.0,\"decay\":7.0}}},"
                + "\"learningRate\":0.5,\"plateau\":{\"patience\":9,\"drops\":10,\"divisor\":11.0},"
                + "\"epochs\":12,\"seed\":\"13\",\"augmentation\":{\"randomCrop\":true,"
                + "\"colorNoise\":\"STANDARD_DEVIATION\",\"colorNoiseStd\":0.75}}");
  }

  @Test
  void everyRecipeIsReadAsItWasWritten() {
    for (TrainingRecipe recipe :
        List.of(
            RECIPE,
            RECIPE.withSchedule(new FixedDrops(ImmutableList.of(2, 5, 7), 3)),
            RECIPE.withUpdateRule(RULE.withBiases(new BiasRule.Scaled(3, false))),
            RECIPE.withUpdateRule(RULE.withBiases(new BiasRule.Fixed(4, true))),
            RECIPE.withUpdateRule(RULE.withBiases(new BiasRule.Fixed(4, false))),
            RECIPE.withAugmentation(new Augmentation(false, true, ColorNoise.EIGENVALUE, 0.5)),
            RECIPE.withAugmentation(new Augmentation(false, true, ColorNoise.NONE, 0.25)),
            RECIPE.withSeed(Long.MIN_VALUE))) {
      assertThat(RecipeCodec.fromProto(RecipeCodec.toProto(recipe))).isEqualTo(recipe);
    }
  }

  @Test
  void aRecipeWithoutAScheduleOrARateOfItsBiasesIsNone() {
    RecipeProto whole = RecipeCodec.toProto(RECIPE);

    assertThatThrownBy(() -> RecipeCodec.fromProto(whole.toBuilder().clearPlateau().build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the recipe has no schedule");
    RecipeProto.Builder noRate = whole.toBuilder();
    noRate.getUpdateRuleBuilder().clearBiasRateFactor();
    assertThatThrownBy(() -> RecipeCodec.fromProto(noRate.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("biases have no rate");
  }

  @Test
  void anEpochIsReadAsItWasWrittenUnderItsNames() throws IOException {
    EpochSummary epoch = new EpochSummary(2, 3, 4.5, 5.5, new Evaluation(8, 6, 7));

    assertThat(json(EpochCodec.toProto(epoch)))
        .isEqualTo(
            "{\"epoch\":2,\"step\":\"3\",\"learningRate\":4.5,\"trainingLoss\":5.5,"
                + "\"evaluation\":{\"images\":\"8\",\"top1Correct\":\"6\",\"top5Correct\":\"7\"}}");
    assertThat(EpochCodec.fromProto(EpochCodec.toProto(epoch))).isEqualTo(epoch);
  }

  @Test
  void aProvenanceIsReadAsItWasWrittenUnderItsNames() throws IOException {
    RunProvenance provenance =
        new RunProvenance("0.9", "2.99", "17.1", "Minix z80", 3, ImmutableList.of("/A:1", "/B:2"));

    assertThat(json(ProvenanceCodec.toProto(provenance)))
        .isEqualTo(
            "{\"libraryVersion\":\"0.9\",\"tensorflowVersion\":\"2.99\",\"javaVersion\":\"17.1\","
                + "\"operatingSystem\":\"Minix z80\",\"cores\":3,"
                + "\"towerDevices\":[\"/A:1\",\"/B:2\"]}");
    assertThat(ProvenanceCodec.fromProto(ProvenanceCodec.toProto(provenance)))
        .isEqualTo(provenance);
  }
}
