package org.alexnet.train.paper;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.TrainingStep;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.experiment.TrainedArm;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * What a network and the networks that dropout makes of it predict for the first validation images.
 *
 * <p>Dropout leaves units out as in a step of training, other ones for each image. Its networks are
 * in two groups, so that what is compared with the geometric mean of one has no part in it. Behind
 * the last layer with dropout comes one with weights alone, for which halving is exact; it is those
 * before it that make it an approximation.
 *
 * @param means of one group of networks of dropout, an image each
 * @param others of the other group
 * @param halved the probabilities of the network at test, whose outputs are halved
 * @param whole the same without halving them
 */
record DropoutNetworks(
    List<MeanPredictions> means,
    List<MeanPredictions> others,
    List<double[]> halved,
    List<double[]> whole) {
  /** How many networks of dropout are in a group; ours, there are 2^8192 of the paper's. */
  static final int NETWORKS = 50;

  /** Samples networks of an arm's first network. */
  static DropoutNetworks of(TrainedArm arm) throws IOException {
    Checkpoint checkpoint = arm.run().checkpoint();
    PlacedNetwork network = TrainedArm.network(checkpoint);
    List<double[]> halved = predictions(arm, network);
    List<double[]> whole =
        predictions(
            arm,
            new PlacedNetwork(
                network.spec().withoutDropout(), network.replicas(), network.precision()));
    List<MeanPredictions> means = new ArrayList<>();
    List<MeanPredictions> others = new ArrayList<>();
    for (int image = 0; image < halved.size(); image++) {
      means.add(new MeanPredictions(arm.dataset().classCount()));
      others.add(new MeanPredictions(arm.dataset().classCount()));
    }
    try (GraphSession<Training> session =
        GraphSession.open(
            network.placement(), arm.dataset()::explain, tf -> Training.add(tf, network, arm))) {
      checkpoint.restore(session);
      for (int number = 0; number < 2 * NETWORKS; number++) {
        List<MeanPredictions> group = number < NETWORKS ? means : others;
        List<float[]> logits = logits(session, number);
        for (int image = 0; image < logits.size(); image++) {
          group.get(image).add(logits.get(image));
        }
      }
    }
    return new DropoutNetworks(means, others, halved, whole);
  }

  /** A step of training, of which no more than the logits is ever computed. */
  private record Training(ValidationImages images, TrainingStep step) {
    static Training add(Ops tf, PlacedNetwork network, TrainedArm arm) throws IOException {
      ValidationImages images = ValidationImages.add(tf, network, arm);
      return new Training(
          images,
          new TrainingStep(
              tf,
              network,
              arm.run().checkpoint().recipe().optimizer(),
              images.input().images(),
              images.input().labels()));
    }
  }

  /** The number of the step decides what dropout leaves out, so another is another network. */
  private static List<float[]> logits(GraphSession<Training> session, long number)
      throws IOException {
    TrainingStep step = session.operations().step();
    List<float[]> logits = new ArrayList<>();
    try (TInt64 fed = TInt64.scalarOf(number)) {
      session
          .operations()
          .images()
          .forEachBatch(
              session,
              runner -> runner.feed(step.step(), fed).fetch(step.logits()),
              batch -> logits.addAll(rows((TFloat32) batch.get(0))));
    }
    return logits;
  }

  /** The network at test. */
  private record AtTest(ValidationImages images, Operand<TFloat32> probabilities) {
    static AtTest add(Ops tf, PlacedNetwork network, TrainedArm arm) throws IOException {
      ValidationImages images = ValidationImages.add(tf, network, arm);
      return new AtTest(
          images, new ForwardPass(tf, network, images.input().images()).probabilities());
    }
  }

  private static List<double[]> predictions(TrainedArm arm, PlacedNetwork network)
      throws IOException {
    List<float[]> probabilities = new ArrayList<>();
    try (GraphSession<AtTest> session =
        GraphSession.open(
            network.placement(), arm.dataset()::explain, tf -> AtTest.add(tf, network, arm))) {
      arm.run().checkpoint().restore(session);
      AtTest atTest = session.operations();
      atTest
          .images()
          .forEachBatch(
              session,
              runner -> runner.fetch(atTest.probabilities()),
              batch -> probabilities.addAll(rows((TFloat32) batch.get(0))));
    }
    return probabilities.stream().map(each -> Doubles.toArray(Floats.asList(each))).toList();
  }

  /** Returns the rows of {@code [images, classes]}. */
  private static List<float[]> rows(TFloat32 outputs) {
    int classCount = Math.toIntExact(outputs.shape().get(1));
    float[] values = new float[Math.toIntExact(outputs.size())];
    outputs.asRawTensor().data().asFloats().read(values);
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < values.length; from += classCount) {
      rows.add(Arrays.copyOfRange(values, from, from + classCount));
    }
    return rows;
  }

  /** Returns how far the network at test is from the geometric mean, in nats an image. */
  double divergenceOfHalved() {
    return mean(image -> means.get(image).divergenceOf(halved.get(image)));
  }

  /** Returns how far it is if its outputs are not halved. */
  double divergenceOfWhole() {
    return mean(image -> means.get(image).divergenceOf(whole.get(image)));
  }

  /** Returns how far one network of dropout is. */
  double divergenceOfOne() {
    return mean(image -> means.get(image).divergenceOfOneOf(others.get(image)));
  }

  /** Returns how far the arithmetic mean of networks of dropout is. */
  double divergenceOfArithmeticMean() {
    return mean(image -> means.get(image).divergenceOfArithmeticMeanOf(others.get(image)));
  }

  private double mean(IntToDoubleFunction divergence) {
    return IntStream.range(0, means.size()).mapToDouble(divergence).average().orElseThrow();
  }
}
