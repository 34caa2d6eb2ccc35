package org.alexnet.graph.run;

import static org.alexnet.graph.run.Course.LEAST_OF_BIASES;
import static org.alexnet.graph.run.Course.after;
import static org.alexnet.graph.run.Course.atFile;
import static org.alexnet.graph.run.Course.start;
import static org.alexnet.graph.run.DataSets.FALL_2009;
import static org.alexnet.graph.run.DataSets.FALL_2011;
import static org.alexnet.graph.run.DataSets.ILSVRC_2012;
import static org.alexnet.graph.run.DataSets.ILSVRC_2012_VALIDATION;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.event.AfterSteps;

/** The runs 146, of a sixth convolution: first on more classes, then fine-tuned. */
final class PretrainedRuns {
  private PretrainedRuns() {}

  static ImmutableList<ReleasedRun> all() {
    return ImmutableList.of(onFall2009(), onFall2011(), from2011(), from2009());
  }

  private static ReleasedRun onFall2009() {
    Course course =
        Course.of(0.01, 6)
            .weights(start(), 0.001, "conv1", "conv2", "conv3", "conv4", "conv5")
            .weights(atFile(2, 1600), 0.001, "conv6", "fc6", "fc7", "fc8")
            .biases(atFile(2, 1600), LEAST_OF_BIASES, "conv6");
    return new ReleasedRun(
            "146-2009",
            "conv6, 10,184 classes",
            Networks.run146Fall2009(),
            course.recipe(),
            FALL_2009)
        .initializedFrom("145", "conv1", "conv2", "conv3", "conv4", "conv5")
        .withNotes(
            "It is the first of the three trainings behind 1 CNN* in the paper's table 2.",
            "It took the layers of a backup of run 145, made 43 hours after that had begun, by our"
                + " reckoning after about 27 epochs, and not those of its end.",
            "It was stopped at file 6491 of 8800 in its sixth epoch; here it makes six whole ones.",
            "The biases of conv6 end at 0.002. Since when is not noted; here since the reduction of"
                + " its weights.",
            Notes.COLOR_STAYS);
  }

  private static ReleasedRun onFall2011() {
    Course course =
        Course.of(0.01, 8)
            .weights(start(), 0.001, "conv1", "conv2", "conv3", "conv4", "conv5", "conv6")
            .biases(start(), LEAST_OF_BIASES, "conv6")
            .weights(after(6), 0.001, "fc6", "fc7", "bottleneck", "fc8");
    return new ReleasedRun(
            "146-2011",
            "conv6, 21,843 classes",
            Networks.run146Fall2011(),
            course.recipe(),
            FALL_2011)
        .initializedFrom("146-2009", "conv1", "conv2", "conv3", "conv4", "conv5", "conv6")
        .withNotes(
            "It is the second of the three trainings behind 1 CNN* in the paper's table 2.",
            "It was stopped at file 11295 in its eighth epoch; here it makes eight whole ones.",
            Notes.CONV6_BIASES_FROM_START,
            Notes.COLOR_STAYS);
  }

  private static ReleasedRun from2011() {
    Course course =
        Course.of(0.001, 54, 22, 42)
            .weights(start(), 0.0001, "conv1")
            .biases(start(), 0.022, "conv6")
            .weights(new AfterSteps(2400), 0.01, "fc8") // 300 files of 8 batches
            .slowed(5, "conv1")
            .frozen(7, "conv1")
            .weights(after(9), 0.001, "fc8")
            .weights(after(22), 0.0001, "fc8")
            .pcaStd(38, 0)
            .weights(after(42), 0.00001, "fc8");
    return new ReleasedRun(
            "146-2012-2011",
            "146-2011, fine-tuned",
            Networks.run146(),
            course.recipe(),
            ILSVRC_2012)
        .initializedFrom(
            "146-2011", "conv1", "conv2", "conv3", "conv4", "conv5", "conv6", "fc6", "fc7")
        .withResults(
            Result.of(ILSVRC_2012_VALIDATION, 1.633191, 38.9900, 16.6220)
                .inPaper("table 2: 39.0 / 16.6"))
        .withNotes(
            "The file has 0.022 for the biases of conv6, perhaps a slip for 0.02 or 0.002; so it is"
                + " here, from the beginning.",
            Notes.CONV1_BIASES);
  }

  private static ReleasedRun from2009() {
    Course course =
        Course.of(0.001, 52, 22, 42)
            .weights(start(), 0.0001, "conv1")
            .biases(start(), LEAST_OF_BIASES, "conv6")
            .slowed(3, "conv1")
            .frozen(4, "conv1")
            .pcaStd(38, 0);
    return new ReleasedRun(
            "146-2012-2009",
            "146-2009, fine-tuned",
            Networks.run146(),
            course.recipe(),
            ILSVRC_2012)
        .initializedFrom(
            "146-2009", "conv1", "conv2", "conv3", "conv4", "conv5", "conv6", "fc6", "fc7")
        .withResults(Result.of(ILSVRC_2012_VALIDATION, 1.646452, 39.1000, 16.8760))
        .withNotes(Notes.CONV6_BIASES_FROM_START, Notes.CONV1_BIASES);
  }
}
