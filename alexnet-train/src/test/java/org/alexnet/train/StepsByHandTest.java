package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Dataset;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.Polynomial;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Softmax regression by a whole training, against the same steps in float64. */
class StepsByHandTest {
  private static final int STORED = 11;
  private static final int SIDE = 8;
  private static final int CLASSES = 7;
  private static final int INPUTS = SIDE * SIDE * 3;

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static HandMadeNumbers images;

  @BeforeAll
  static void prepare() throws IOException {
    dataset = FewImages.sevenClasses(shared, STORED, 3, 1);
    images = HandMadeNumbers.of(dataset.directory(), "train", STORED);
  }

  /** All images in every step, so that their order does not matter. */
  private static TrainingRecipe recipe() {
    return TrainingRecipe.paper()
        .withBatchSize(21)
        .withLearningRate(2e-4)
        .withSchedule(new MultiStep(ImmutableList.of(90), 0.1))
        .withAugmentation(Augmentation.none());
  }

  private static Map<String, float[]> trained(TrainingRecipe recipe, int steps, String run)
      throws IOException {
    Dense dense =
        new Dense(
            "fc1",
            CLASSES,
            Connectivity.CROSS_TOWER,
            Dense.Spread.FIRST_TOWER,
            new Initializer(0.01, 0.5));
    AlexNetSpec spec = new AlexNetSpec("softmax", SIDE, 1, 4, ImmutableList.of(dense));
    int[] asked = {0};
    Training training =
        Training.of(recipe)
            .withPlacement(Placement.onOneDevice("/CPU:0", 1))
            .withStop(() -> asked[0] >= steps)
            .withListener(
                new TrainingListener() {
                  @Override
                  public void stepped(StepSummary summary) {
                    asked[0]++;
                  }
                });
    Checkpoint checkpoint = training.run(spec, dataset, shared.resolve(run)).checkpoint();
    assertThat(checkpoint.step()).isEqualTo(steps);
    return TrainingTest.variables(checkpoint);
  }

  @Test
  void momentumAndWeightDecayAreThoseOfThePaper() throws IOException {
    TrainingRecipe recipe = recipe().withOptimizer(new SgdMomentum(0.9, 0.05));
    Regression expected = new Regression(trained(recipe, 0, "zero"));
    for (int step = 1; step <= 4; step++) {
      expected.step(2e-4, 2e-4, 0.9, 0.05, 0.05);
      assertSame(trained(recipe, step, "decayed" + step), expected);
    }
  }

  @Test
  void biasesDecayAndLearnAsTheirRuleSays() throws IOException {
    TrainingRecipe recipe =
        recipe()
            .withOptimizer(new SgdMomentum(0.5, 0.05).withBiases(new Biases.Fixed(0.03, false)));
    Regression expected = new Regression(trained(recipe, 0, "biases0"));
    expected.step(2e-4, 0.03, 0.5, 0.05, 0);
    expected.step(2e-4, 0.03, 0.5, 0.05, 0);

    assertSame(trained(recipe, 2, "biases2"), expected);
  }

  @Test
  void theRateDropsAtTheFirstStepAfterItsEpoch() throws IOException {
    TrainingRecipe recipe =
        recipe()
            .withOptimizer(new SgdMomentum(0, 0))
            .withSchedule(new MultiStep(ImmutableList.of(2, 3), 0.25));
    Regression expected = new Regression(trained(recipe, 0, "drops0"));
    double[] rates = {2e-4, 2e-4, 5e-5, 1.25e-5};
    for (int step = 1; step <= 4; step++) {
      expected.step(rates[step - 1], rates[step - 1], 0, 0, 0);
      assertSame(trained(recipe, step, "drops" + step), expected);
    }
  }

  @Test
  void aScheduleOfStepsBeginsWithTheFirstStep() throws IOException {
    TrainingRecipe recipe =
        recipe().withOptimizer(new SgdMomentum(0, 0)).withSchedule(new Polynomial(4, 1));
    Regression expected = new Regression(trained(recipe, 0, "falls0"));
    double[] rates = {2e-4, 1.5e-4, 1e-4, 0.5e-4};
    for (int step = 1; step <= 4; step++) {
      expected.step(rates[step - 1], rates[step - 1], 0, 0, 0);
      assertSame(trained(recipe, step, "falls" + step), expected);
    }
    assertThat(Files.readString(shared.resolve("falls4/metrics.csv")))
        .contains("\n1,1,2.0E-4,", "\n2,2,1.5000000000000001E-4,", "\n3,3,1.0E-4,");
  }

  private static void assertSame(Map<String, float[]> found, Regression expected) {
    double moved = 0;
    for (int i = 0; i < INPUTS; i++) {
      for (int c = 0; c < CLASSES; c++) {
        int at = i * CLASSES + c;
        assertClose(found.get("fc1/tower0/weights")[at], expected.weights[i][c]);
        assertClose(found.get("fc1/tower0/weights/velocity")[at], expected.velocities[i][c]);
        moved = Math.max(moved, Math.abs(expected.velocities[i][c]));
      }
    }
    for (int c = 0; c < CLASSES; c++) {
      assertClose(found.get("fc1/tower0/biases")[c], expected.weights[INPUTS][c]);
      assertClose(found.get("fc1/tower0/biases/velocity")[c], expected.velocities[INPUTS][c]);
    }
    assertThat(moved).isGreaterThan(1e-5);
  }

  private static void assertClose(float found, double expected) {
    assertThat((double) found).isCloseTo(expected, within(1e-7 + 2e-4 * Math.abs(expected)));
  }

  /** Weights and, in the last row, biases, with their velocities. */
  private static final class Regression {
    private final double[][] weights = new double[INPUTS + 1][CLASSES];
    private final double[][] velocities = new double[INPUTS + 1][CLASSES];

    Regression(Map<String, float[]> first) {
      for (int i = 0; i < INPUTS; i++) {
        for (int c = 0; c < CLASSES; c++) {
          weights[i][c] = first.get("fc1/tower0/weights")[i * CLASSES + c];
        }
      }
      for (int c = 0; c < CLASSES; c++) {
        weights[INPUTS][c] = first.get("fc1/tower0/biases")[c];
      }
    }

    /** v = momentum v - decay rate w - rate dL/dw; w = w + v. Paper, section 5. */
    void step(double rate, double biasRate, double momentum, double decay, double biasDecay) {
      double[][] gradients = gradients();
      for (int i = 0; i <= INPUTS; i++) {
        double own = i < INPUTS ? rate : biasRate;
        double shrink = i < INPUTS ? decay : biasDecay;
        for (int c = 0; c < CLASSES; c++) {
          velocities[i][c] =
              momentum * velocities[i][c] - shrink * own * weights[i][c] - own * gradients[i][c];
          weights[i][c] += velocities[i][c];
        }
      }
    }

    /** Of the mean cross-entropy over all images: input times probability less truth. */
    private double[][] gradients() {
      double[][] gradients = new double[INPUTS + 1][CLASSES];
      int margin = (STORED - SIDE) / 2;
      for (int n = 0; n < images.labels().size(); n++) {
        float[] input = images.crop(n, margin, margin, SIDE, false);
        double[] logits = weights[INPUTS].clone();
        for (int i = 0; i < INPUTS; i++) {
          for (int c = 0; c < CLASSES; c++) {
            logits[c] += input[i] * weights[i][c];
          }
        }
        double sum = 0;
        for (double logit : logits) {
          sum += Math.exp(logit);
        }
        for (int c = 0; c < CLASSES; c++) {
          double error = Math.exp(logits[c]) / sum - (images.labels().get(n) == c ? 1 : 0);
          for (int i = 0; i <= INPUTS; i++) {
            gradients[i][c] += (i < INPUTS ? input[i] : 1) * error / images.labels().size();
          }
        }
      }
      return gradients;
    }
  }
}
