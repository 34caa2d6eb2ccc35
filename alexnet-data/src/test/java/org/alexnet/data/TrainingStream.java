package org.alexnet.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.data.source.Split;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * What the training input gives.
 *
 * @param images {@code [crop, crop, 3]} each
 * @param labels their classes
 */
record TrainingStream(List<float[]> images, List<Integer> labels) {
  /** Of the paper, section 4.1. */
  static final Augmentation PAPER =
      new Augmentation(true, true, Augmentation.PcaScale.EIGENVALUE, 0.1);

  /** Reads whole epochs of batches that divide them. */
  static TrainingStream read(
      Dataset dataset,
      int crop,
      int batch,
      Augmentation augmentation,
      long seed,
      int from,
      int epochs)
      throws IOException {
    return read(dataset, crop, batch, augmentation, seed, from, epochs, false);
  }

  /** Reads them from a stream with or without a compiled loop. */
  static TrainingStream read(
      Dataset dataset,
      int crop,
      int batch,
      Augmentation augmentation,
      long seed,
      int from,
      int epochs,
      boolean compilesLoops)
      throws IOException {
    long perEpoch = dataset.imageCount(Split.TRAIN);
    List<float[]> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    try (Graph graph = new Graph()) {
      InputPipeline input =
          InputPipeline.training(
              Ops.create(graph),
              dataset,
              new TrainingInput(crop, batch, augmentation, seed),
              compilesLoops);
      try (Session session = new Session(graph)) {
        long end = from * perEpoch;
        while (images.size() < epochs * perEpoch) {
          long position = from * perEpoch + images.size();
          if (position == end) {
            start(session, input, position);
            end = InputPipeline.endFrom(position, perEpoch);
          }
          try (Result result = session.runner().fetch(input.images()).fetch(input.labels()).run()) {
            float[] values = new float[batch * crop * crop * 3];
            ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(values);
            for (int i = 0; i < batch; i++) {
              images.add(
                  java.util.Arrays.copyOfRange(
                      values, i * crop * crop * 3, (i + 1) * crop * crop * 3));
              labels.add(((TInt32) result.get(1)).getInt(i));
            }
          }
        }
      }
    }
    return new TrainingStream(images, labels);
  }

  private static void start(Session session, InputPipeline input, long from) {
    try (TInt64 position = TInt64.scalarOf(from)) {
      session.runner().feed(input.position(), position).addTarget(input.start()).run().close();
    }
  }
}
