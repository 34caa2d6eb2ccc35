package org.alexnet.graph.run;

import static org.alexnet.graph.run.Course.LEAST_OF_BIASES;
import static org.alexnet.graph.run.Course.after;
import static org.alexnet.graph.run.DataSets.ILSVRC_2010;
import static org.alexnet.graph.run.DataSets.ILSVRC_2010_TEST;
import static org.alexnet.graph.run.DataSets.ILSVRC_2012;
import static org.alexnet.graph.run.DataSets.ILSVRC_2012_VALIDATION;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.preset.Preset;

/** Runs on the 1000 classes of ILSVRC that began at random: 145 and what was compared with it. */
final class PlainRuns {
  private static final String[] BUT_CONV1 = {
    "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"
  };

  private PlainRuns() {}

  static ImmutableList<ReleasedRun> all() {
    return ImmutableList.of(
        run145(), run145Longer(), run145On2010(), half(), run147(), run148(), run149(), run150());
  }

  private static ReleasedRun run145() {
    return new ReleasedRun(
            "145",
            "the paper's network",
            Networks.run145(),
            Preset.CUDA_CONVNET.recipe(),
            ILSVRC_2012)
        .withResults(
            Result.of(ILSVRC_2012_VALIDATION, 1.741473, 40.6640, 18.2100)
                .inPaper("table 2: 40.7 / 18.2"))
        .withNotes(
            "The file of its learning rates is from the end of run 145-135. Biases but conv1's learn"
                + " at 0.02 there, and throughout here.",
            Notes.CONV1_BIASES);
  }

  /** The same training, not ended at 91 epochs. */
  private static ReleasedRun run145Longer() {
    Course course =
        new Course(0.01, Preset.CUDA_CONVNET.recipe().schedule(), 135, ImmutableList.of())
            .slowed(67, "conv1")
            .pcaStd(67, 0)
            .frozen(72, "conv1")
            .weights(after(91), 0.001, BUT_CONV1)
            .pcaStd(91, 0.1)
            .weights(after(107), 0.0001, BUT_CONV1)
            .weights(after(124), 0.00001, BUT_CONV1)
            .pcaStd(124, 0);
    return new ReleasedRun(
            "145-135", "145, 44 epochs longer", Networks.run145(), course.recipe(), ILSVRC_2012)
        .withResults(Result.of(ILSVRC_2012_VALIDATION, 1.725738, 40.2500, 17.9940))
        .withNotes(
            "Its first 91 epochs are run 145, of which it is the continuation; the name is ours.",
            Notes.CONV1_BIASES);
  }

  private static ReleasedRun run145On2010() {
    Course course =
        Course.of(0.01, 93, 23, 51, 78)
            .biases(after(23), LEAST_OF_BIASES)
            .weights(after(68), 0.00001, "conv1")
            .pcaStd(68, 0)
            .frozen(72, "conv1");
    return new ReleasedRun(
            "145-2010", "the paper's network", Networks.run145(), course.recipe(), ILSVRC_2010)
        .withResults(
            Result.of(ILSVRC_2010_TEST, 1.614660, 37.4727, 16.9987).inPaper("table 1: 37.5 / 17.0"),
            Result.of(ILSVRC_2010_TEST, 1.706031, 39.0247, 18.2953)
                .centerCrop()
                .inPaper("section 4.1: 39.0 / 18.3"))
        .withNotes(Notes.BIASES_AT_FIRST_REDUCTION);
  }

  private static ReleasedRun half() {
    Course course =
        Course.of(0.01, 96, 20, 48, 79)
            .slowed(66, "conv1")
            .biases(after(66), LEAST_OF_BIASES, "conv2")
            .pcaStd(66, 0)
            .frozen(72, "conv1");
    return new ReleasedRun(
            "145-half", "one tower", Networks.run145Half(), course.recipe(), ILSVRC_2010)
        .withResults(
            Result.of(ILSVRC_2010_TEST, 1.702802, 39.1680, 18.2287)
                .inPaper("section 3.2: 1.70 / 1.23 above 145-2010"))
        .withNotes(
            "When the weights were reduced for the third time is not noted, but their learning rate"
                + " ends at 0.00001; here after 79 epochs, as in run 145.",
            "The notes freeze conv1 after 72 epochs, as here; the file leaves its weights at 0.00001"
                + " and its biases at 0.002.",
            "When the biases of conv1 and conv2 came to 0.002 is not noted; here after 66 epochs, when"
                + " the weights of conv1 were slowed.");
  }

  private static ReleasedRun run147() {
    Course course =
        Course.of(0.01, 90, 23, 51, 79).biases(after(51), LEAST_OF_BIASES).frozen(79, "conv1");
    return new ReleasedRun(
            "147", "pooling, no overlap", Networks.run147(), course.recipe(), ILSVRC_2012)
        .withResults(
            Result.of(ILSVRC_2012_VALIDATION, 1.757644, 41.0580, 18.5100)
                .inPaper("section 3.4: 0.39 / 0.30 above 145"))
        .withNotes(
            "When biases were reduced to 0.002 is not noted. A copy of the file from after the first"
                + " reduction of the weights still has 0.02; here they are reduced with the second.",
            Notes.COLOR_STAYS);
  }

  private static ReleasedRun run148() {
    Course course =
        Course.of(0.01, 97, 22, 44, 86).slowed(69, "conv1").pcaStd(69, 0).frozen(73, "conv1");
    return new ReleasedRun(
            "148", "no normalization", Networks.run148(), course.recipe(), ILSVRC_2012)
        .withResults(
            Result.of(ILSVRC_2012_VALIDATION, 1.822358, 42.0340, 19.3620)
                .inPaper("section 3.3: 1.37 / 1.15 above 145"))
        .withNotes(Notes.CONV1_BIASES);
  }

  private static ReleasedRun run149() {
    Course course = Course.of(0.01, 91, 21, 54).slowed(66, "conv1").pcaStd(66, 0);
    return new ReleasedRun(
            "149", "LRN after conv5 too", Networks.run149(), course.recipe(), "not noted")
        .withNotes(
            "The notes end after 66 epochs, without a result. Here it ends after 91, as run 145, and"
                + " nothing changes after 66.",
            "The data set is not noted; it has 1000 classes.",
            "When the biases of conv1 came to 0.002 is not noted; here with its weights.");
  }

  private static ReleasedRun run150() {
    Course course =
        Course.of(0.01, 92, 25, 49, 79).slowed(66, "conv1").pcaStd(66, 0).frozen(72, "conv1");
    return new ReleasedRun(
            "150", "towers meet in fc8", Networks.run150(), course.recipe(), ILSVRC_2012)
        .withResults(Result.of(ILSVRC_2012_VALIDATION, 1.811173, 41.8280, 19.3300))
        .withNotes(Notes.CONV1_BIASES);
  }
}
