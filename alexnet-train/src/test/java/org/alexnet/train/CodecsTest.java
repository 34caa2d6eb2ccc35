package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.alexnet.common.RecordCodec;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.Augmentation.PixelRange;
import org.alexnet.data.BadRecord;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.Multipliers;
import org.alexnet.graph.optimizer.ReduceOnPlateau;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.spec.Precision;
import org.alexnet.train.evaluation.Evaluation;
import org.junit.jupiter.api.Test;

/** What manifests say, with another value in every field. */
class CodecsTest {
  private static final SgdMomentum RULE =
      new SgdMomentum(0.25, 0.125)
          .withBiases(new Biases.Scaled(3, true))
          .withLayer("fc8", new Multipliers(4, 5))
          .withLayer("conv1", new Multipliers(6, 7));

  private static final TrainingRecipe RECIPE =
      new TrainingRecipe(
          8,
          RULE,
          0.5,
          new ReduceOnPlateau(9, 10, 0.0625),
          12,
          new Augmentation(true, false, PcaScale.STANDARD_DEVIATION, 0.75)
              .withImagesPerDraw(32)
              .withMean(MeanPlace.CENTER)
              .withPcaRange(PixelRange.GRAY_LEVELS)
              .withPcaDivided(true),
          13);

  private static String json(com.google.protobuf.Message message) throws IOException {
    return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
  }

  private static Struct encoded(TrainingRecipe recipe) {
    return RecordCodec.encode(recipe, TrainingRecipe.class);
  }

  private static TrainingRecipe decoded(Struct recipe) {
    return RecordCodec.decode(recipe, TrainingRecipe.class, "recipe");
  }

  @Test
  void aRecipeIsWrittenUnderItsNames() throws IOException {
    assertThat(json(encoded(RECIPE)))
        .isEqualTo(
            "{\"batchSize\":8.0,\"optimizer\":{\"kind\":\"sgd_momentum\",\"momentum\":0.25,"
                + "\"weightDecay\":0.125,"
                + "\"biases\":{\"kind\":\"scaled\",\"multiplier\":3.0,\"decay\":true},"
                + "\"layers\":{\"fc8\":{\"learningRate\":4.0,\"decay\":5.0},"
                + "\"conv1\":{\"learningRate\":6.0,\"decay\":7.0}}},\"learningRate\":0.5,"
                + "\"schedule\":{\"kind\":\"reduce_on_plateau\",\"patience\":9.0,"
                + "\"reductions\":10.0,\"factor\":0.0625,\"leastImprovement\":0.0},"
                + "\"epochs\":12.0,\"augmentation\":{\"randomCrop\":true,\"flip\":false,"
                + "\"pcaScale\":\"STANDARD_DEVIATION\",\"pcaStd\":0.75,"
                + "\"imagesPerDraw\":32.0,\"mean\":\"CENTER\",\"pcaRange\":\"GRAY_LEVELS\","
                + "\"pcaDivided\":true},\"seed\":\"13\",\"events\":{\"list\":[]},"
                + "\"precision\":\"FLOAT32\"}");
  }

  @Test
  void everyRecipeIsReadAsItWasWritten() {
    for (TrainingRecipe recipe :
        List.of(
            RECIPE,
            RECIPE.withSchedule(new MultiStep(ImmutableList.of(2, 5, 7), 0.375)),
            RECIPE.withOptimizer(RULE.withBiases(new Biases.Scaled(3, false))),
            RECIPE.withOptimizer(RULE.withBiases(new Biases.Fixed(4, true))),
            RECIPE.withOptimizer(RULE.withBiases(new Biases.Fixed(4, false))),
            RECIPE.withAugmentation(new Augmentation(false, true, PcaScale.EIGENVALUE, 0.5)),
            RECIPE.withPrecision(Precision.BFLOAT16),
            RECIPE.withSeed(Long.MIN_VALUE))) {
      assertThat(decoded(encoded(recipe))).isEqualTo(recipe);
    }
  }

  @Test
  void aRecipeWithoutAScheduleOrALearningRateOfItsBiasesIsNone() {
    Struct whole = encoded(RECIPE);

    assertThatThrownBy(() -> decoded(whole.toBuilder().removeFields("schedule").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "recipe.schedule is missing, found [batchSize, optimizer, learningRate, epochs,"
                + " augmentation, seed, events, precision]");
    Struct optimizer = whole.getFieldsOrThrow("optimizer").getStructValue();
    Struct biases = optimizer.getFieldsOrThrow("biases").getStructValue();
    Struct without = biases.toBuilder().removeFields("multiplier").build();
    Struct noRate =
        whole.toBuilder()
            .putFields(
                "optimizer", value(optimizer.toBuilder().putFields("biases", value(without))))
            .build();
    assertThatThrownBy(() -> decoded(noRate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("recipe.optimizer.biases.multiplier is missing, found [kind, decay]");
  }

  private static Value value(Struct struct) {
    return Value.newBuilder().setStructValue(struct).build();
  }

  private static Value value(Struct.Builder struct) {
    return value(struct.build());
  }

  @Test
  void anEpochIsReadAsItWasWrittenUnderItsNames() throws IOException {
    EpochSummary epoch = new EpochSummary(2, 3, 4.5, 5.5, 0.25, new Evaluation(8, 6.5, 7, -0.75));

    assertThat(json(EpochCodec.toProto(epoch)))
        .isEqualTo(
            "{\"epoch\":2,\"step\":\"3\",\"learningRate\":4.5,\"trainingLoss\":5.5,"
                + "\"evaluation\":{\"images\":\"8\",\"top1Correct\":6.5,\"top5Correct\":7.0,"
                + "\"logProbability\":-0.75},\"trainingError\":0.25}");
    assertThat(EpochCodec.fromProto(EpochCodec.toProto(epoch))).isEqualTo(epoch);
  }

  @Test
  void aProvenanceIsReadAsItWasWrittenUnderItsNames() throws IOException {
    RunProvenance provenance =
        new RunProvenance(
            "0.9",
            "2.99",
            "17.1",
            "Minix z80",
            3,
            ImmutableList.of("/A:1", "/B:2"),
            "Z80A",
            Optional.empty(),
            Optional.empty(),
            ImmutableList.of());

    assertThat(json(ProvenanceCodec.toProto(provenance)))
        .isEqualTo(
            "{\"libraryVersion\":\"0.9\",\"tensorflowVersion\":\"2.99\",\"javaVersion\":\"17.1\","
                + "\"operatingSystem\":\"Minix z80\",\"cores\":3,"
                + "\"towerDevices\":[\"/A:1\",\"/B:2\"],\"processor\":\"Z80A\"}");
    assertThat(ProvenanceCodec.fromProto(ProvenanceCodec.toProto(provenance)))
        .isEqualTo(provenance);

    RunProvenance damaged =
        provenance.withBadRecords(
            ImmutableList.of(new BadRecord("train-0", 7, "torn"), new BadRecord("train-1", 0, "")));
    assertThat(json(ProvenanceCodec.toProto(damaged)))
        .endsWith(
            "\"badRecords\":[{\"file\":\"train-0\",\"number\":\"7\",\"reason\":\"torn\"},"
                + "{\"file\":\"train-1\"}]}");
    assertThat(ProvenanceCodec.fromProto(ProvenanceCodec.toProto(damaged))).isEqualTo(damaged);

    RunProvenance planned =
        new RunProvenance(
            "",
            "",
            "",
            "",
            8,
            ImmutableList.of(),
            "",
            Optional.of(new ThreadPlan(2, 4)),
            Optional.of(false),
            ImmutableList.of());
    assertThat(json(ProvenanceCodec.toProto(planned)))
        .endsWith("\"threads\":{\"operations\":2,\"threadsEach\":4},\"compilesLoops\":false}");
    assertThat(ProvenanceCodec.fromProto(ProvenanceCodec.toProto(planned))).isEqualTo(planned);
  }
}
