package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.AugmentedViews.Mean;
import org.alexnet.data.AugmentedViews.View;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn of an image is what the training stream gives, bit for bit. */
class AugmentedViewsTest {
  private static final int CROP = 6;
  private static final long SEED = 9;

  @TempDir private static Path folder;
  private static Dataset dataset;
  private static StoredRecord[] byClass;

  /** One image in each of two classes. */
  @BeforeAll
  static void prepare() throws IOException {
    TestImages.classFolders(folder.resolve("images/train"), 1, "cat", "dog");
    TestImages.classFolders(folder.resolve("images/validation"), 1, "cat", "dog");
    dataset =
        Preparation.of(ClassFolders.in(folder.resolve("images")))
            .withImageSize(8)
            .write(folder.resolve("out"));
    byClass = new StoredRecord[2];
    for (StoredRecord record : StoredRecords.at(dataset, Split.TRAIN, List.of(0L, 1L)).values()) {
      byClass[record.label()] = record;
    }
  }

  @Test
  void areThoseOfTheTrainingStreamAtThatPosition() throws IOException {
    for (Augmentation augmentation :
        List.of(
            Augmentation.none(),
            TrainingStream.PAPER,
            TrainingStream.PAPER
                .withPcaScale(PcaScale.STANDARD_DEVIATION)
                .withPcaDivided(true)
                .withImagesPerDraw(3)
                .withMean(MeanPlace.CENTER))) {
      TrainingStream stream = TrainingStream.read(dataset, CROP, 2, augmentation, SEED, 1, 6);

      try (AugmentedViews views =
          new AugmentedViews(dataset, CROP, augmentation, SEED, Mean.SUBTRACTED)) {
        for (int i = 0; i < stream.images().size(); i++) {
          View view = views.at(byClass[stream.labels().get(i)].encoded(), 2 + i);

          assertThat(view.pixels()).as("%s, %s", augmentation, i).isEqualTo(stream.images().get(i));
        }
      }
    }
  }

  @Test
  void haveGrayLevelsWhereTheMeanIsKept() throws IOException {
    try (AugmentedViews kept =
            new AugmentedViews(dataset, CROP, Augmentation.none(), SEED, Mean.KEPT);
        AugmentedViews subtracted =
            new AugmentedViews(dataset, CROP, Augmentation.none(), SEED, Mean.SUBTRACTED)) {
      View gray = kept.at(byClass[0].encoded(), 0);
      View seen = subtracted.at(byClass[0].encoded(), 0);

      assertThat(gray.top()).isEqualTo(1);
      assertThat(gray.left()).isEqualTo(1);
      for (int i = 0; i < gray.pixels().length; i++) {
        assertThat(gray.pixels()[i]).isBetween(0f, 255f).isEqualTo(Math.round(gray.pixels()[i]));
        float mean = dataset.mean().getFloat(1 + i / 3 / CROP, 1 + i / 3 % CROP, i % 3);
        assertThat(seen.pixels()[i]).isEqualTo(gray.pixels()[i] - mean);
      }
    }
  }

  @Test
  void refuseCropsLargerThanTheImages() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AugmentedViews(dataset, 9, Augmentation.none(), 0, Mean.KEPT))
        .withMessage(
            "cropSize must be between 1 and 8, the image size of "
                + dataset.directory()
                + ", found 9");
  }
}
