package org.alexnet.train.paper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.experiment.TrainedArm;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * How alike the images are that lie next to each other in a space: for each of the first validation
 * images, the share of the nearest others that have its class.
 *
 * @param vectors of each image
 * @param labels their classes
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record NearestImages(List<float[]> vectors, List<Integer> labels) {
  /** Columns of figure 4. */
  static final int NEAREST = 6;

  /** What is in the graph. */
  private record Operations(ValidationImages images, Operand<TFloat32> features) {
    static Operations add(Ops tf, PlacedNetwork network, TrainedArm arm) throws IOException {
      ValidationImages images = ValidationImages.add(tf, network, arm);
      ForwardPass pass = new ForwardPass(tf, network, images.input().images());
      return new Operations(images, pass.features().orElseThrow());
    }
  }

  /** Returns the features of an arm's first network, or the pixels that it sees. */
  static NearestImages of(TrainedArm arm, boolean pixels) throws IOException {
    Checkpoint checkpoint = arm.run().checkpoint();
    PlacedNetwork network = TrainedArm.network(checkpoint);
    List<float[]> vectors = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    try (GraphSession<Operations> session =
        GraphSession.open(
            network.placement(), arm.dataset()::explain, tf -> Operations.add(tf, network, arm))) {
      checkpoint.restore(session);
      ValidationImages images = session.operations().images();
      Operand<TFloat32> wanted = pixels ? images.input().images() : session.operations().features();
      images.forEachBatch(
          session,
          runner -> runner.fetch(wanted).fetch(images.input().labels()),
          batch -> add((TFloat32) batch.get(0), (TInt32) batch.get(1), vectors, labels));
    }
    return new NearestImages(vectors, labels);
  }

  private static void add(
      TFloat32 values, TInt32 classes, List<float[]> vectors, List<Integer> labels) {
    float[] all = new float[Math.toIntExact(values.size())];
    values.asRawTensor().data().asFloats().read(all);
    int images = Math.toIntExact(classes.size());
    int length = all.length / images;
    for (int image = 0; image < images; image++) {
      vectors.add(Arrays.copyOfRange(all, image * length, (image + 1) * length));
      labels.add(classes.getInt(image));
    }
  }

  /** Returns the mean share of the nearest images, by Euclidean distance, of the same class. */
  double precision() {
    long right = 0;
    for (int query = 0; query < vectors.size(); query++) {
      for (int found : nearest(query)) {
        right += labels.get(found).equals(labels.get(query)) ? 1 : 0;
      }
    }
    return (double) right / vectors.size() / NEAREST;
  }

  /** Returns the nearest other images of one, nearest first. */
  List<Integer> nearest(int query) {
    record Found(int image, double distance) {}
    PriorityQueue<Found> nearest =
        new PriorityQueue<>(Comparator.comparingDouble(Found::distance).reversed());
    for (int image = 0; image < vectors.size(); image++) {
      if (image != query) {
        nearest.add(new Found(image, distance(vectors.get(query), vectors.get(image))));
        if (nearest.size() > NEAREST) {
          nearest.remove();
        }
      }
    }
    return nearest.stream()
        .sorted(Comparator.comparingDouble(Found::distance))
        .map(Found::image)
        .toList();
  }

  private static double distance(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = one[i] - other[i];
      sum += difference * difference;
    }
    return sum;
  }
}
