package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Struct;
import java.util.List;
import org.alexnet.common.RecordCodec;
import org.alexnet.train.proto.PastRecipeProto;

/** Recipes as they are written to manifests. */
final class RecipeCodec {
  private RecipeCodec() {}

  static Struct toProto(TrainingRecipe recipe) {
    return RecordCodec.encode(recipe, TrainingRecipe.class);
  }

  static TrainingRecipe fromProto(Struct recipe) {
    return RecordCodec.decode(recipe, TrainingRecipe.class, "recipe");
  }

  static ImmutableList<PastRecipeProto> toProto(List<PastRecipe> past) {
    return past.stream()
        .map(
            each ->
                PastRecipeProto.newBuilder()
                    .setRecipe(toProto(each.recipe()))
                    .setUntilStep(each.untilStep())
                    .build())
        .collect(ImmutableList.toImmutableList());
  }

  static ImmutableList<PastRecipe> fromProto(List<PastRecipeProto> past) {
    return past.stream()
        .map(each -> new PastRecipe(fromProto(each.getRecipe()), each.getUntilStep()))
        .collect(ImmutableList.toImmutableList());
  }
}
