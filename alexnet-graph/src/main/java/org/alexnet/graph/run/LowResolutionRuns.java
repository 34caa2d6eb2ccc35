package org.alexnet.graph.run;

import static org.alexnet.graph.run.Course.LEAST_OF_BIASES;
import static org.alexnet.graph.run.Course.LEAST_OF_WEIGHTS;
import static org.alexnet.graph.run.Course.after;
import static org.alexnet.graph.run.Course.atFile;
import static org.alexnet.graph.run.DataSets.FALL_2009;
import static org.alexnet.graph.run.DataSets.ILSVRC_2010;
import static org.alexnet.graph.run.DataSets.ILSVRC_2010_TEST;
import static org.alexnet.graph.run.DataSets.ILSVRC_2012;
import static org.alexnet.graph.run.DataSets.ILSVRC_2012_VALIDATION;

import com.google.common.collect.ImmutableList;

/**
 * The runs 141: a sixth convolution, 64 filters in conv1, and a conv2 that also reads the image,
 * blurred and every fourth pixel of it.
 */
final class LowResolutionRuns {
  private static final String[] BUT_FC8 = {
    "conv1", "conv2", "lowres2", "conv3", "conv4", "conv5", "conv6", "fc6", "fc7"
  };

  private static final String LOW_RESOLUTION =
      "What the blur of the low-resolution image does at the edges is in a part of the code that was"
          + " not released; here pixels beyond them count as 0, the mean, without making up for it.";

  private static final String BOTH =
      "The notes slow and freeze conv2; here that is all of its weights, with those that read the"
          + " low-resolution image, which are the layer lowres2.";

  private LowResolutionRuns() {}

  static ImmutableList<ReleasedRun> all() {
    return ImmutableList.of(run141(), onFall2009(), finetunedOn2012(), finetunedOn2010());
  }

  private static ReleasedRun run141() {
    return new ReleasedRun(
            "141",
            "conv6, second image",
            Networks.run141(),
            Course.of(0.01, 60, 23, 48).recipe(),
            ILSVRC_2012)
        .withNotes(
            "It was stopped because it overfits; no result is noted.",
            LOW_RESOLUTION,
            Notes.COLOR_STAYS);
  }

  private static ReleasedRun onFall2009() {
    return new ReleasedRun(
            "141-2009",
            "141, 10,184 classes",
            Networks.run141Fall2009(),
            Course.of(0.001, 5).weights(atFile(4, 1189), 0.0001).recipe(),
            FALL_2009)
        .initializedFrom("141", BUT_FC8)
        .withNotes(
            "It was stopped at file 1596 of 8800 in its fifth epoch; here it makes five whole ones.",
            LOW_RESOLUTION,
            Notes.BIASES_OVERWRITTEN,
            Notes.COLOR_STAYS);
  }

  private static ReleasedRun finetunedOn2012() {
    Course course =
        Course.of(0.001, 54, 13, 43)
            .weights(after(26), LEAST_OF_WEIGHTS, "conv1", "conv2", "lowres2")
            .biases(after(26), LEAST_OF_BIASES, "conv1", "conv2")
            .pcaStd(26, 0)
            .frozen(32, "conv1", "conv2", "lowres2");
    return new ReleasedRun(
            "141-2012-2009",
            "141-2009, fine-tuned",
            Networks.run141(),
            course.recipe(),
            ILSVRC_2012)
        .initializedFrom("141-2009", BUT_FC8)
        .withResults(
            Result.of(ILSVRC_2012_VALIDATION, 1.671316, 39.5620, 17.2060),
            Result.of(ILSVRC_2012_VALIDATION, 1.779082, 41.5920, 18.6780).centerCrop())
        .withNotes(LOW_RESOLUTION, BOTH, Notes.BIASES_OVERWRITTEN, Notes.CONV1_BIASES);
  }

  private static ReleasedRun finetunedOn2010() {
    Course course =
        Course.of(0.001, 54, 14, 47)
            .biases(after(14), LEAST_OF_BIASES)
            .weights(after(30), LEAST_OF_WEIGHTS, "conv1", "conv2", "lowres2")
            .pcaStd(30, 0)
            .frozen(36, "conv1", "conv2", "lowres2");
    return new ReleasedRun(
            "141-2010-2009",
            "141-2009, fine-tuned",
            Networks.run141(),
            course.recipe(),
            ILSVRC_2010)
        .initializedFrom("141-2009", BUT_FC8)
        .withResults(Result.of(ILSVRC_2010_TEST, 1.511725, 35.6707, 15.4893))
        .withNotes(LOW_RESOLUTION, BOTH, Notes.BIASES_AT_FIRST_REDUCTION);
  }
}
