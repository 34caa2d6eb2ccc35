package org.alexnet.train.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.data.StoredRecord;
import org.alexnet.data.StoredRecords;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Evaluator;
import org.alexnet.train.evaluation.ClassErrors;
import org.alexnet.train.evaluation.ConfusionMatrix;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.evaluation.EvaluationCounter;
import org.alexnet.train.evaluation.PredictionConsumer;

/**
 * What a checkpoint's network says of the validation images, with the center crop.
 *
 * @param evaluation its errors
 * @param confusions which classes are taken for which
 * @param classes the errors of each class
 * @param worst the wrongly predicted images with the highest losses, the worst first
 * @param sample some images at equal distances in the split
 * @param images of {@code worst} and {@code sample}, by their places
 */
record Predictions(
    Evaluation evaluation,
    ConfusionMatrix confusions,
    ClassErrors classes,
    ImmutableList<Prediction> worst,
    ImmutableList<Prediction> sample,
    ImmutableMap<Long, StoredRecord> images) {
  /** Paper, figure 4: eight test images. */
  private static final int SAMPLE = 8;

  private static final int WORST = 12;

  /**
   * Predicts the classes of the validation images.
   *
   * @throws IOException if something cannot be read
   */
  static Predictions of(Checkpoint checkpoint, PlacedNetwork network, Dataset dataset)
      throws IOException {
    EvaluationCounter evaluation = new EvaluationCounter();
    ConfusionMatrix.Counter confusions = new ConfusionMatrix.Counter(dataset.classCount());
    ClassErrors.Counter classes = new ClassErrors.Counter(dataset.labels().shortNames());
    WorstImages worst = new WorstImages(WORST);
    Sample sample = new Sample(dataset.imageCount(Split.VALIDATION), SAMPLE);
    List<PredictionConsumer> all = List.of(evaluation, confusions, classes, worst, sample);
    try (Evaluator evaluator =
        new Evaluator(
            network,
            dataset,
            Split.VALIDATION,
            Crops.CENTER,
            checkpoint.recipe().augmentation().mean())) {
      evaluator.predict(checkpoint, PredictionConsumer.all(all), () -> false);
    }
    List<Long> shown =
        Stream.concat(worst.worst().stream(), sample.predictions().stream())
            .map(Prediction::place)
            .toList();
    return new Predictions(
        evaluation.evaluation(),
        confusions.matrix(),
        classes.errors(),
        worst.worst(),
        sample.predictions(),
        StoredRecords.at(dataset, Split.VALIDATION, shown));
  }
}
