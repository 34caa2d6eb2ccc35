package org.alexnet.train.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.Test;

class LockstepTest {
  private static final int[] LABELS = {0, 1};
  private static final GivenPredictions GOOD =
      GivenPredictions.of("good", LABELS, new float[] {1, 0}, new float[] {0.25f, 0.75f});

  private static void readAll(GivenPredictions... sources) throws IOException {
    try (Lockstep images = Lockstep.open(List.of(sources))) {
      while (images.next()) {
        assertThat(images.size()).isEqualTo(sources.length);
      }
    }
  }

  @Test
  void goesThroughAllImagesOfAll() throws IOException {
    GivenPredictions other =
        GivenPredictions.of("other", LABELS, new float[] {0.5f, 0.5f}, new float[] {0, 1});
    try (Lockstep images = Lockstep.open(List.of(GOOD, other))) {
      assertThat(images.next()).isTrue();
      assertThat(images.label()).isZero();
      assertThat(images.probabilities(0)).containsExactly(1, 0);
      assertThat(images.probabilities(1)).containsExactly(0.5f, 0.5f);
      assertThat(images.next()).isTrue();
      assertThat(images.label()).isEqualTo(1);
      assertThat(images.probabilities(1)).containsExactly(0, 1);
      assertThat(images.next()).isFalse();
    }
  }

  @Test
  void refusesPredictionsForOtherImages() {
    PredictedImages images = GOOD.images();
    GivenPredictions threeClasses =
        GOOD.of(
            new PredictedImages(
                "fedcba9876543210", Split.TRAIN, LabelMap.of(List.of("a", "b", "c")), 9));
    GivenPredictions otherData =
        GOOD.of(new PredictedImages("fedcba9876543210", Split.TRAIN, images.labels(), 9));
    GivenPredictions otherSplit =
        GOOD.of(new PredictedImages(GivenPredictions.FINGERPRINT, Split.TRAIN, images.labels(), 9));
    GivenPredictions otherCount =
        GOOD.of(
            new PredictedImages(
                GivenPredictions.FINGERPRINT, Split.VALIDATION, images.labels(), 9));
    GivenPredictions bad = new GivenPredictions("bad", images, LABELS);

    assertRefused(bad.of(threeClasses.images()), "classes 2 and 3");
    assertRefused(bad.of(otherData.images()), "data set 0123456789ab and fedcba987654");
    assertRefused(bad.of(otherSplit.images()), "split validation and train");
    assertRefused(bad.of(otherCount.images()), "images 2 and 9");
    assertThatThrownBy(() -> Lockstep.requireSameImages(List.of()))
        .hasMessage("sources must not be empty");
    assertThatThrownBy(
            () ->
                new PredictedImages(GivenPredictions.FINGERPRINT, Split.TRAIN, images.labels(), 0))
        .hasMessage("imageCount must be positive, found 0");
  }

  private static void assertRefused(GivenPredictions bad, String how) {
    assertThatThrownBy(() -> readAll(GOOD, bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("good and bad are not about the same images: " + how);
  }

  @Test
  void refusesFewerOrMoreImagesThanPromised() {
    float[] image = {1, 0};
    GivenPredictions less = new GivenPredictions("less", GOOD.images(), LABELS, image);
    GivenPredictions more =
        new GivenPredictions("more", GOOD.images(), new int[] {0, 1, 1}, image, image, image);

    assertThatThrownBy(() -> readAll(GOOD, less))
        .isInstanceOf(IOException.class)
        .hasMessage("less has fewer or more images than 2, which it says it has");
    assertThatThrownBy(() -> readAll(GOOD, more))
        .hasMessage("more has fewer or more images than 2, which it says it has");
  }

  @Test
  void refusesWhatAreNoProbabilities() {
    assertNoProbability(Float.NaN, "NaN");
    assertNoProbability(-0.25f, "-0.25");
    assertNoProbability(Float.POSITIVE_INFINITY, "Infinity");
  }

  private static void assertNoProbability(float value, String text) {
    GivenPredictions bad =
        GivenPredictions.of("bad", LABELS, new float[] {1, 0}, new float[] {0.5f, value});

    assertThatThrownBy(() -> readAll(GOOD, bad))
        .isInstanceOf(IOException.class)
        .hasMessage("bad has no probability of class 1 at image 1, but " + text);
  }

  @Test
  void refusesClassesThatAreNotTheImages() {
    GivenPredictions otherLabel =
        GivenPredictions.of("other", new int[] {0, 0}, GOOD.probabilities());
    GivenPredictions noLabel = GivenPredictions.of("none", new int[] {0, 2}, GOOD.probabilities());

    assertThatThrownBy(() -> readAll(GOOD, otherLabel))
        .isInstanceOf(IOException.class)
        .hasMessage("other has class 0 at image 1, where good has 1");
    assertThatThrownBy(() -> readAll(noLabel))
        .isInstanceOf(IOException.class)
        .hasMessage("none has class 2 of 2 at image 1");
  }
}
