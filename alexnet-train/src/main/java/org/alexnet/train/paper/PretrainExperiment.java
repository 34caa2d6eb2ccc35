package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Quantity;
import org.alexnet.train.experiment.Role;
import org.alexnet.train.experiment.Scale;
import org.alexnet.train.experiment.Setup;

/** A sixth convolution, pre-trained on more classes and fine-tuned, against from scratch. */
final class PretrainExperiment implements Experiment {

  /** Networks that are averaged; the paper has five, and two pre-trained ones more. */
  private static final int TOGETHER = 3;

  @Override
  public String name() {
    return "pretrain";
  }

  @Override
  public String section() {
    return "6";
  }

  @Override
  public String claim() {
    return "pre-training on more classes with a sixth convolution reduces the error";
  }

  /** Of the learning rate at the beginning; the release fine-tuned with 0.001. */
  private static final double FINE_TUNING = 0.1;

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    Setup sixth = scale.network().withNetwork(AlexNetSpec::withSixthConvolution);
    return ImmutableList.of(
        Arm.of("plain", scale.network()).on(Role.FEWER_CLASSES).withNetworks(TOGETHER),
        Arm.of("sixth layer", sixth).on(Role.FEWER_CLASSES),
        Arm.of(
                "pre-trained",
                sixth.withRecipe(
                    recipe -> recipe.withLearningRate(FINE_TUNING * recipe.learningRate())))
            .on(Role.FEWER_CLASSES)
            .withPretraining(sixth));
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    return ImmutableList.of(
        Comparison.of(
            "pre-trained",
            "pre-trained and fine-tuned the network has 16.6 % top-5 error where plain ones have"
                + " 18.2 %",
            Measures.VALIDATION_ERROR,
            "pre-trained",
            "plain"),
        Comparison.of(
            "from-scratch",
            "it is the pre-training and not the sixth layer alone",
            Measures.VALIDATION_ERROR,
            "pre-trained",
            "sixth layer"),
        new Comparison(
            "average",
            "a pre-trained network makes the average with plain ones better than one more plain one",
            Quantity.of(Measures.averageError(TOGETHER), "pre-trained", "plain"),
            Quantity.of(Measures.averageError(TOGETHER), "plain"),
            false));
  }
}
