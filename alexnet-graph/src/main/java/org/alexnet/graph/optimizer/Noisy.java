package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.Random;
import org.alexnet.common.Seeds;
import org.alexnet.graph.spec.ParameterTable.Kind;

/**
 * Noise on another schedule: the learning rate of each layer's weights is multiplied by 1 + std
 * |N(0, 1)|, drawn anew in each step, for the gradient and for the decay apart. Source: lr.cu and
 * weights.cu of cuda-convnet, with which the configurations "noisylr" for CIFAR-10 have std 1 on a
 * constant learning rate.
 *
 * @param std standard deviation of the noise; at least 0
 * @param seed seed of the noise
 * @param then the schedule without noise
 */
public record Noisy(double std, long seed, LearningRateSchedule then)
    implements LearningRateSchedule {

  /** Checks the values. */
  public Noisy {
    checkArgument(
        std >= 0 && Double.isFinite(std), "std must be at least 0 and finite, found %s", std);
    requireNonNull(then, "then");
  }

  @Override
  public double learningRate(double initial, TrainingProgress progress) {
    return then.learningRate(initial, progress);
  }

  @Override
  public double noise(ParameterGroup group, Use use, TrainingProgress progress) {
    double rest = then.noise(group, use, progress);
    if (group.kind() == Kind.BIASES) {
      return rest;
    }
    String key = group.layer() + " " + use + " " + progress.step();
    return rest * (1 + std * Math.abs(new Random(Seeds.derive(seed, key)).nextGaussian()));
  }

  @Override
  public boolean isOver(TrainingProgress progress) {
    return then.isOver(progress);
  }

  @Override
  public String describe() {
    return then.describe() + ", times 1 + " + Decimals.text(std) + " |N(0, 1)|";
  }
}
