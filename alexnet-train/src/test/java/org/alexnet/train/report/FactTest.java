package org.alexnet.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.alexnet.train.TrainingRecipe;
import org.junit.jupiter.api.Test;

class FactTest {

  @Test
  void runsStandBesideEachOther() {
    assertThat(
            Fact.table(
                List.of(
                    ImmutableMap.of("seed", "1", "momentum", "0.9"),
                    ImmutableMap.of("seed", "2", "momentum", "0.9", "nesterov", "yes"))))
        .containsExactly(
            new Fact("seed", ImmutableList.of("1", "2"), true),
            new Fact("momentum", ImmutableList.of("0.9", "0.9"), false),
            new Fact("nesterov", ImmutableList.of("–", "yes"), true));
  }

  @Test
  void oneRunDiffersFromNone() {
    assertThat(Fact.table(List.of(ImmutableMap.of("seed", "1"))))
        .containsExactly(new Fact("seed", ImmutableList.of("1"), false));
  }

  @Test
  void theChangesOfARecipeAreALine() {
    TrainingRecipe recipe = TrainingRecipe.paper();

    assertThat(RecipeFacts.changes(recipe, recipe.withLearningRate(0.02).withBatchSize(64)))
        .isEqualTo("batch size: 64, before 128; learning rate: 0.02, before 0.01");
    assertThat(RecipeFacts.changes(recipe, recipe)).isEqualTo("nothing");
  }
}
