package org.alexnet.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.junit.jupiter.api.Test;

class SubsetTest {
  private static final LabelMap NAMES = LabelMap.of(List.of("ant", "bee", "cat"));

  /** Six training images of classes 0, 1, 2, 0, 1, 2, and three for validation. */
  private static final ImageSource WHOLE =
      new ImageSource() {
        @Override
        public LabelMap labels() {
          return NAMES;
        }

        @Override
        public List<SourceImage> images(Split split) {
          ImmutableList.Builder<SourceImage> images = ImmutableList.builder();
          for (int i = 0; i < (split == Split.TRAIN ? 6 : 3); i++) {
            byte content = (byte) i;
            images.add(new SourceImage("n" + i, "at" + i, i % 3, () -> new byte[] {content}));
          }
          return images.build();
        }

        @Override
        public String description() {
          return "six";
        }
      };

  private static Subset subset(int most, String... names) {
    return new Subset(WHOLE, LabelMap.of(List.of(names)), most);
  }

  @Test
  void hasItsClassesAloneNumberedInItsOwnOrder() throws IOException {
    Subset subset = subset(Integer.MAX_VALUE, "cat", "ant");

    List<SourceImage> images = subset.images(Split.TRAIN);
    assertThat(subset.labels().labels()).containsExactly("cat", "ant");
    assertThat(images).extracting(SourceImage::name).containsExactly("n0", "n2", "n3", "n5");
    assertThat(images).extracting(SourceImage::label).containsExactly(1, 0, 1, 0);
    assertThat(images)
        .extracting(SourceImage::location)
        .containsExactly("at0", "at2", "at3", "at5");
    assertThat(images.get(3).content().read()).containsExactly(5);
    assertThat(subset.images(Split.VALIDATION))
        .extracting(SourceImage::label)
        .containsExactly(1, 0);
    assertThat(subset.description()).isEqualTo("six, classes cat, ant");
  }

  @Test
  void hasTheFirstTrainingImagesOfEachClassAndAllForValidation() throws IOException {
    Subset subset = subset(1, "ant", "bee", "cat");

    assertThat(subset.images(Split.TRAIN))
        .extracting(SourceImage::name)
        .containsExactly("n0", "n1", "n2");
    assertThat(subset.images(Split.VALIDATION)).hasSize(3);
    assertThat(subset.description()).isEqualTo("six, at most 1 training images a class");
  }

  @Test
  void refusesAClassThatTheSourceDoesNotHaveAndNoImages() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> subset(1, "ant", "dog"))
        .withMessage("label must be one of [ant, bee, cat], found 'dog'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> subset(0, "ant", "bee"))
        .withMessage("imagesPerClass must be positive, found 0");
  }
}
