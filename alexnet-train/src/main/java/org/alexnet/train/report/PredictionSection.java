package org.alexnet.train.report;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.alexnet.train.evaluation.Evaluation;

/**
 * What the page says of a run's predictions.
 *
 * @param number of the run
 * @param name of the run
 * @param images how many there are, in words
 * @param top1 top-1 error, in percent
 * @param top1Interval its interval
 * @param top5 top-5 error, in percent
 * @param top5Interval its interval
 * @param confusion the confusion matrix
 * @param classes the worst classes
 * @param worst the worst images
 * @param sample eight images
 */
record PredictionSection(
    int number,
    String name,
    String images,
    String top1,
    String top1Interval,
    String top5,
    String top5Interval,
    ConfusionView confusion,
    ImmutableList<ClassRow> classes,
    ImmutableList<ImageView> worst,
    ImmutableList<ImageView> sample) {

  /**
   * Returns the section of a run.
   *
   * @param imageSize side of the stored images, in pixels
   */
  static PredictionSection of(ReportedRun run, Predictions predictions, int imageSize) {
    ImmutableList<String> names = run.run().checkpoint().labels().shortNames();
    Evaluation all = predictions.evaluation();
    return new PredictionSection(
        run.number(),
        run.name(),
        Text.count(all.imageCount(), "image"),
        Text.percent(all.top1Error()),
        all.top1Interval().toString(),
        Text.percent(all.top5Error()),
        all.top5Interval().toString(),
        ConfusionView.of(predictions.confusions(), names),
        ClassRow.worst(predictions.classes()),
        views(predictions.worst(), predictions, imageSize, names),
        views(predictions.sample(), predictions, imageSize, names));
  }

  private static ImmutableList<ImageView> views(
      List<Prediction> shown, Predictions all, int imageSize, List<String> names) {
    return shown.stream()
        .map(each -> ImageView.of(each, all.images().get(each.place()), imageSize, names))
        .collect(toImmutableList());
  }
}
