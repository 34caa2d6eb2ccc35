package org.alexnet.train.experiment;

import java.util.function.UnaryOperator;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.TrainingRecipe;

/**
 * A network and how it is trained.
 *
 * @param spec the network; the data set decides its number of classes
 * @param recipe how it is trained
 */
public record Setup(AlexNetSpec spec, TrainingRecipe recipe) {

  /** Returns a copy with another network. */
  public Setup withNetwork(UnaryOperator<AlexNetSpec> change) {
    return new Setup(change.apply(spec), recipe);
  }

  /** Returns a copy with another recipe. */
  public Setup withRecipe(UnaryOperator<TrainingRecipe> change) {
    return new Setup(spec, change.apply(recipe));
  }

  /** Returns a copy with this seed of the weights, dropout, order and augmentation. */
  public Setup withSeed(long seed) {
    return new Setup(spec.withSeed(seed), recipe.withSeed(seed));
  }
}
