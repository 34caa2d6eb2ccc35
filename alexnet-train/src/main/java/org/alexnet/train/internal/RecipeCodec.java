package org.alexnet.train.internal;

import com.google.common.collect.ImmutableList;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Augmentation.ColorNoise;
import org.alexnet.train.LearningRateSchedule;
import org.alexnet.train.LearningRateSchedule.FixedDrops;
import org.alexnet.train.LearningRateSchedule.Plateau;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.proto.AugmentationProto;
import org.alexnet.train.proto.FixedDropsProto;
import org.alexnet.train.proto.PlateauProto;
import org.alexnet.train.proto.RecipeProto;

/** Recipes as they are written to manifests. */
public final class RecipeCodec {
  private RecipeCodec() {}

  /** The message of a recipe. */
  public static RecipeProto toProto(TrainingRecipe recipe) {
    RecipeProto.Builder proto =
        RecipeProto.newBuilder()
            .setBatchSize(recipe.batchSize())
            .setUpdateRule(UpdateRuleCodec.toProto(recipe.updateRule()))
            .setLearningRate(recipe.learningRate())
            .setEpochs(recipe.epochs())
            .setSeed(recipe.seed())
            .setAugmentation(
                AugmentationProto.newBuilder()
                    .setRandomCrop(recipe.augmentation().randomCrop())
                    .setFlip(recipe.augmentation().flip())
                    .setColorNoise(recipe.augmentation().colorNoise().name())
                    .setColorNoiseStd(recipe.augmentation().colorNoiseStd()));
    if (recipe.schedule() instanceof Plateau plateau) {
      proto.setPlateau(
          PlateauProto.newBuilder()
              .setPatience(plateau.patience())
              .setDrops(plateau.drops())
              .setDivisor(plateau.by()));
    } else if (recipe.schedule() instanceof FixedDrops drops) {
      proto.setFixedDrops(
          FixedDropsProto.newBuilder().addAllEpochs(drops.epochs()).setDivisor(drops.by()));
    }
    return proto.build();
  }

  /**
   * The recipe of a message.
   *
   * @throws IllegalArgumentException if the message holds no valid recipe
   */
  public static TrainingRecipe fromProto(RecipeProto proto) {
    AugmentationProto augmentation = proto.getAugmentation();
    return new TrainingRecipe(
        proto.getBatchSize(),
        UpdateRuleCodec.fromProto(proto.getUpdateRule()),
        proto.getLearningRate(),
        schedule(proto),
        proto.getEpochs(),
        new Augmentation(
            augmentation.getRandomCrop(),
            augmentation.getFlip(),
            ColorNoise.valueOf(augmentation.getColorNoise()),
            augmentation.getColorNoiseStd()),
        proto.getSeed());
  }

  private static LearningRateSchedule schedule(RecipeProto proto) {
    return switch (proto.getScheduleCase()) {
      case PLATEAU ->
          new Plateau(
              proto.getPlateau().getPatience(),
              proto.getPlateau().getDrops(),
              proto.getPlateau().getDivisor());
      case FIXED_DROPS ->
          new FixedDrops(
              ImmutableList.copyOf(proto.getFixedDrops().getEpochsList()),
              proto.getFixedDrops().getDivisor());
      case SCHEDULE_NOT_SET -> throw new IllegalArgumentException("the recipe has no schedule");
    };
  }
}
