package org.alexnet.train.paper;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.TrainingStep;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.experiment.TrainedArm;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
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

  /** Images that are looked at; ours. */
  private static final int MOST_IMAGES = 1000;

  private static final int BATCH = 100;

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
    try (GraphSession<Operations> session =
        GraphSession.open(
            network.placement(),
            arm.dataset()::explain,
            tf -> Operations.withDropout(tf, network, arm))) {
      checkpoint.restore(session);
      for (int number = 0; number < 2 * NETWORKS; number++) {
        List<MeanPredictions> group = number < NETWORKS ? means : others;
        forEach(session, number, (image, logits) -> group.get(image).add(logits));
      }
    }
    return new DropoutNetworks(means, others, halved, whole);
  }

  private static List<double[]> predictions(TrainedArm arm, PlacedNetwork network)
      throws IOException {
    List<double[]> probabilities = new ArrayList<>();
    try (GraphSession<Operations> session =
        GraphSession.open(
            network.placement(),
            arm.dataset()::explain,
            tf -> Operations.atTest(tf, network, arm))) {
      arm.run().checkpoint().restore(session);
      forEach(session, 0, (image, each) -> probabilities.add(Doubles.toArray(Floats.asList(each))));
    }
    return probabilities;
  }

  /**
   * What is in the graph.
   *
   * @param step its number decides what dropout leaves out, so another is another network
   * @param outputs one for each image and class
   */
  private record Operations(InputPipeline input, Operand<TInt64> step, Operand<TFloat32> outputs) {

    /** A step of training, of which no more than the logits is ever computed. */
    static Operations withDropout(Ops tf, PlacedNetwork network, TrainedArm arm)
        throws IOException {
      InputPipeline input = input(tf, network, arm);
      TrainingStep step =
          new TrainingStep(
              tf,
              network,
              arm.run().checkpoint().recipe().optimizer(),
              input.images(),
              input.labels());
      return new Operations(input, step.step(), step.logits());
    }

    static Operations atTest(Ops tf, PlacedNetwork network, TrainedArm arm) throws IOException {
      InputPipeline input = input(tf, network, arm);
      return new Operations(
          input,
          tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar())),
          new ForwardPass(tf, network, input.images()).probabilities());
    }

    private static InputPipeline input(Ops tf, PlacedNetwork network, TrainedArm arm)
        throws IOException {
      return InputPipeline.evaluation(
          tf,
          arm.dataset(),
          Split.VALIDATION,
          network.spec().imageSize(),
          BATCH,
          Crops.CENTER,
          arm.run().checkpoint().recipe().augmentation().mean());
    }
  }

  /** Takes what comes out for an image. */
  private interface Consumer {
    void accept(int image, float[] outputs);
  }

  private static void forEach(GraphSession<Operations> session, long number, Consumer consumer)
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
      while (image < MOST_IMAGES) {
        try (Result batch =
            session.run(
                runner -> runner.feed(operations.step(), step).fetch(operations.outputs()))) {
          image = give((TFloat32) batch.get(0), image, consumer);
        } catch (TFOutOfRangeException endOfSplit) {
          return;
        }
      }
    }
  }

  private static int give(TFloat32 outputs, int first, Consumer consumer) {
    int classCount = Math.toIntExact(outputs.shape().get(1));
    float[] values = new float[Math.toIntExact(outputs.size())];
    outputs.asRawTensor().data().asFloats().read(values);
    int images = values.length / classCount;
    for (int image = 0; image < images; image++) {
      consumer.accept(
          first + image, Arrays.copyOfRange(values, image * classCount, (image + 1) * classCount));
    }
    return first + images;
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
