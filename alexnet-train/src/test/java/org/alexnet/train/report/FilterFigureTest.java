package org.alexnet.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Collections;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FilterFigureTest {

  static BufferedImage decoded(String uri) throws IOException {
    assertThat(uri).startsWith("data:image/png;base64,");
    byte[] bytes = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void eachFilterIsScaledByItsOwnLargestWeightAndGrayIsZero() throws IOException {
    float[] first = {1, -1, 0, 0.5f, 0, 0, 0, 0, -0.25f, 0, 0, 0};
    float[] second = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0.002f, 0.001f, 0};

    Picture picture =
        FilterFigure.draw(
            new FilterWeights(
                "conv1", 2, ImmutableList.of(ImmutableList.of(first), ImmutableList.of(second))));

    BufferedImage image = decoded(picture.uri());
    assertThat(image.getWidth()).isEqualTo(8); // a filter of 2x2 weights of 4x4 pixels
    assertThat(image.getHeight()).isEqualTo(8 + 16 + 8); // the gap between towers
    assertThat(image.getRGB(0, 0)).isEqualTo(0xffff0180); // 1, -1, 0
    assertThat(image.getRGB(3, 3)).isEqualTo(0xffff0180);
    assertThat(image.getRGB(4, 0)).isEqualTo(0xffc08080); // 0.5, 0, 0: 128 + 63.5, rounded up
    assertThat(image.getRGB(0, 7)).isEqualTo(0xff808060); // 0, 0, -0.25: 128 - 31.75, rounded
    assertThat(image.getRGB(0, 12)).isZero(); // nothing is drawn
    assertThat(image.getRGB(7, 31)).isEqualTo(0xffffc080); // 0.002, 0.001, 0
    assertThat(image.getRGB(0, 24)).isEqualTo(0xff808080);
  }

  @Test
  void thePapersFiltersStandInSixRowsOfSixteen() {
    ImmutableList<float[]> tower =
        ImmutableList.copyOf(Collections.nCopies(48, new float[11 * 11 * 3]));
    FilterWeights filters = new FilterWeights("conv1", 11, ImmutableList.of(tower, tower));

    Picture picture = FilterFigure.draw(filters);

    assertThat(picture.width()).isEqualTo(16 * 44 + 15 * 4);
    assertThat(picture.height()).isEqualTo(6 * 44 + 4 * 4 + 16);
    assertThat(picture.alt()).isEqualTo("The 96 filters of conv1, 11x11 pixels each");
    assertThat(FilterFigure.caption(filters))
        .isEqualTo(
            "The 96 filters of conv1, 11x11 pixels each, those of each of the 2 towers together, in"
                + " order. Each is scaled by its own largest weight: mid-gray is 0.");
  }
}
