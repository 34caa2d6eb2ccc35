package org.alexnet.train.report;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Map;
import org.alexnet.train.evaluation.ClassErrors;
import org.alexnet.train.evaluation.Evaluation;

/**
 * A class on the page.
 *
 * @param name the class
 * @param images its validation images
 * @param top1 top-1 error
 * @param interval where that may lie, judged by so many images
 * @param top5 top-5 error
 * @param logProbability mean natural logarithm of the probability of the class
 */
record ClassRow(
    String name, String images, String top1, String interval, String top5, String logProbability) {
  private static final int SHOWN = 10;

  /** Returns the classes with the highest errors; of equal ones the less probable one is worse. */
  static ImmutableList<ClassRow> worst(ClassErrors errors) {
    return errors.byClass().entrySet().stream()
        .sorted(
            Map.Entry.comparingByValue(
                Comparator.comparingDouble(Evaluation::top1Error)
                    .reversed()
                    .thenComparingDouble(Evaluation::logProbability)))
        .limit(SHOWN)
        .map(entry -> of(entry.getKey(), entry.getValue()))
        .collect(toImmutableList());
  }

  private static ClassRow of(String name, Evaluation evaluation) {
    return new ClassRow(
        name,
        Text.whole(evaluation.imageCount()),
        Text.percent(evaluation.top1Error()),
        evaluation.top1Interval().toString(),
        Text.percent(evaluation.top5Error()),
        Text.decimals(evaluation.logProbability()));
  }
}
