package org.alexnet.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.FilterGrid;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.junit.jupiter.api.Test;

class FilterFigureTest {
  private static final int WEIGHTS = 11 * 11 * 3 * 48;

  static BufferedImage decoded(String uri) throws IOException {
    assertThat(uri).startsWith("data:image/png;base64,");
    byte[] bytes = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void thePapersFiltersStandInSixRowsOfSixteenOnOneScale() throws IOException {
    List<Parameter> weights = FilterGrid.parameters(Preset.PAPER.spec());
    float[] first = new float[WEIGHTS];
    first[0] = -1; // red of the first filter's first pixel
    float[] second = new float[WEIGHTS];
    second[2 * 48 + 47] = 4; // blue of the last filter's first pixel

    FilterFigure figure = FilterFigure.of(weights, List.of(first, second));

    BufferedImage image = decoded(figure.picture().uri());
    assertThat(image.getWidth()).isEqualTo(16 * 12 + 1);
    assertThat(image.getHeight()).isEqualTo(6 * 12 + 1);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xff000000);
    assertThat(image.getRGB(1, 1)).isEqualTo(0xff003333); // -1, 0, 0: 255 * (value + 1) / 5
    assertThat(image.getRGB(1 + 15 * 12, 1 + 5 * 12)).isEqualTo(0xff3333ff); // 0, 0, 4
    assertThat(image.getRGB(2, 1)).isEqualTo(0xff333333);
  }

  @Test
  void sixteenFiltersAreAboutAsWideAsThePage() {
    List<Parameter> weights = FilterGrid.parameters(Preset.PAPER.spec());

    FilterFigure figure = FilterFigure.of(weights, List.of(new float[WEIGHTS], new float[WEIGHTS]));

    assertThat(figure.picture().width()).isEqualTo(4 * 193);
    assertThat(figure.picture().height()).isEqualTo(4 * 73);
    assertThat(figure.picture().alt()).isEqualTo("The 96 filters of conv1, 11x11 pixels each");
    assertThat(figure.caption())
        .isEqualTo(
            "The 96 filters of conv1, 11x11 pixels each, those of each of the 2 towers in rows of"
                + " their own, in order. All have one scale: black is the lowest weight, white the"
                + " highest.");
  }
}
