package org.alexnet.train.paper;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.TrainingStep;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.experiment.TrainedArm;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Networks that dropout makes of one, each with units left out as in a step of training, and the
 * network at test, whose outputs are halved: what they predict for the first validation images.
 *
 * @param means of what the networks of dropout predict, an image each
 * @param atTest the probabilities of the network at test
 */
record DropoutNetworks(List<MeanPredictions> means, List<double[]> atTest) {
  /** How many networks of dropout; ours, there are 2^8192 of the paper's. */
  static final int NETWORKS = 50;

  /** Images that are looked at; ours. */
  private static final int MOST_IMAGES = 1000;

  private static final int BATCH = 100;

  /**
   * What is in the graph: a step of training, of which no more than the logits is ever computed.
   */
  private record Operations(InputPipeline input, TrainingStep step) {
    static Operations add(Ops tf, PlacedNetwork network, TrainedArm arm) throws IOException {
      Checkpoint checkpoint = arm.run().checkpoint();
      InputPipeline input =
          InputPipeline.evaluation(
              tf,
              arm.dataset(),
              Split.VALIDATION,
              network.spec().imageSize(),
              BATCH,
              Crops.CENTER,
              checkpoint.recipe().augmentation().mean());
      return new Operations(
          input,
          new TrainingStep(
              tf, network, checkpoint.recipe().optimizer(), input.images(), input.labels()));
    }

    Operand<TFloat32> logits() {
      return step.logits();
    }
  }

  /** Samples networks of an arm's first network. */
  static DropoutNetworks of(TrainedArm arm) throws IOException {
    List<double[]> atTest = new ArrayList<>();
    arm.predictions(0, Crops.CENTER)
        .forEach(
            (label, probabilities) -> {
              if (atTest.size() < MOST_IMAGES) {
                atTest.add(doubles(probabilities));
              }
            });
    List<MeanPredictions> means = new ArrayList<>();
    for (int image = 0; image < atTest.size(); image++) {
      means.add(new MeanPredictions(arm.dataset().classCount()));
    }
    Checkpoint checkpoint = arm.run().checkpoint();
    PlacedNetwork network = TrainedArm.network(checkpoint);
    try (GraphSession<Operations> session =
        GraphSession.open(
            network.placement(), arm.dataset()::explain, tf -> Operations.add(tf, network, arm))) {
      checkpoint.restore(session);
      for (int sample = 0; sample < NETWORKS; sample++) {
        addNetwork(session, sample, means);
      }
    }
    return new DropoutNetworks(means, atTest);
  }

  /**
   * Dropout leaves out what a step leaves out, so another number of the step is another network.
   */
  private static void addNetwork(
      GraphSession<Operations> session, long number, List<MeanPredictions> means)
      throws IOException {
    Operations operations = session.operations();
    try (TInt64 first = TInt64.scalarOf(0);
        TInt64 step = TInt64.scalarOf(number)) {
      session
          .run(
              runner ->
                  runner
                      .feed(operations.input().position(), first)
                      .addTarget(operations.input().start()))
          .close();
      int image = 0;
      while (image < means.size()) {
        try (Result batch =
            session.run(
                runner -> runner.feed(operations.step().step(), step).fetch(operations.logits()))) {
          image = add((TFloat32) batch.get(0), image, means);
        } catch (TFOutOfRangeException endOfSplit) {
          return;
        }
      }
    }
  }

  private static int add(TFloat32 logits, int first, List<MeanPredictions> means) {
    int classCount = Math.toIntExact(logits.shape().get(1));
    float[] values = new float[Math.toIntExact(logits.size())];
    logits.asRawTensor().data().asFloats().read(values);
    int images = Math.min(values.length / classCount, means.size() - first);
    for (int image = 0; image < images; image++) {
      means
          .get(first + image)
          .add(Arrays.copyOfRange(values, image * classCount, (image + 1) * classCount));
    }
    return first + images;
  }

  private static double[] doubles(float[] values) {
    return Doubles.toArray(Floats.asList(values));
  }

  /** Returns how far the network at test is from the geometric mean, in nats an image. */
  double divergenceAtTest() {
    double sum = 0;
    for (int image = 0; image < means.size(); image++) {
      sum += means.get(image).divergenceOf(atTest.get(image));
    }
    return sum / means.size();
  }

  /** Returns how far one of the networks of dropout is from it. */
  double divergenceOfOne() {
    return mean(MeanPredictions::divergenceOfOne);
  }

  /** Returns how far their arithmetic mean is from it. */
  double divergenceOfArithmeticMean() {
    return mean(MeanPredictions::divergenceOfArithmeticMean);
  }

  private double mean(ToDoubleFunction<MeanPredictions> divergence) {
    return means.stream().mapToDouble(divergence).average().orElseThrow();
  }
}
