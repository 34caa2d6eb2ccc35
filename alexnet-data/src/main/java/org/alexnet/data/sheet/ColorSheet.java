package org.alexnet.data.sheet;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.alexnet.data.Dataset;
import org.alexnet.data.PixelStatistics;
import org.alexnet.data.StoredRecord;
import org.alexnet.data.image.StoredImages;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** The mean, and the principal components of color: the mean color and an image, along each. */
final class ColorSheet {
  /** Standard deviations to either side of the mean. */
  private static final int MOST = 3;

  private ColorSheet() {}

  static BufferedImage draw(Dataset dataset, StoredRecord image) throws IOException {
    PixelStatistics colors = dataset.statistics();
    float[] mean = values(dataset.mean());
    BufferedImage picture;
    try (StoredImages stored = new StoredImages(dataset.storedFormat())) {
      picture = SampleSheet.picture(stored, image);
    }
    Sheet sheet = new Sheet(2 * MOST + 1);
    sheet.add(
        "Mean of the training images, and an image",
        List.of(
            new Tile(Pixels.picture(mean, 0), "mean of each pixel"),
            new Tile(Pixels.swatch(shifted(colors, 0, 0), Sheet.TILE), "mean color"),
            new Tile(picture, SampleSheet.caption(dataset, image))));
    for (int component = 0; component < 3; component++) {
      List<Tile> swatches = new ArrayList<>();
      List<Tile> images = new ArrayList<>();
      for (int k = -MOST; k <= MOST; k++) {
        String caption = k == 0 ? "mean" : String.format(Locale.ROOT, "%+d sigma", k);
        swatches.add(new Tile(Pixels.swatch(shifted(colors, component, k), Sheet.TILE), caption));
        images.add(new Tile(shifted(picture, colors, component, k), ""));
      }
      sheet.add(title(colors, component), swatches);
      sheet.add("", images);
    }
    return sheet.draw();
  }

  private static String title(PixelStatistics colors, int component) {
    double sum = colors.eigenvalues().stream().mapToDouble(value -> Math.max(0, value)).sum();
    double eigenvalue = Math.max(0, colors.eigenvalues().get(component));
    return String.format(
        Locale.ROOT,
        "Component %d: sigma %.1f gray levels, %.1f %% of the variance, red %.2f, green %.2f,"
            + " blue %.2f",
        component + 1,
        Math.sqrt(eigenvalue),
        sum == 0 ? 0 : 100 * eigenvalue / sum,
        colors.eigenvectors().get(3 * component),
        colors.eigenvectors().get(3 * component + 1),
        colors.eigenvectors().get(3 * component + 2));
  }

  /** Returns by how much a channel changes, in gray levels. */
  private static double shift(PixelStatistics colors, int component, int channel, int k) {
    return k
        * Math.sqrt(Math.max(0, colors.eigenvalues().get(component)))
        * colors.eigenvectors().get(3 * component + channel);
  }

  private static Color shifted(PixelStatistics colors, int component, int k) {
    int[] rgb = new int[3];
    for (int channel = 0; channel < 3; channel++) {
      rgb[channel] =
          Pixels.gray(colors.rgbMean().get(channel) + shift(colors, component, channel, k));
    }
    return new Color(rgb[0], rgb[1], rgb[2]);
  }

  private static BufferedImage shifted(
      BufferedImage picture, PixelStatistics colors, int component, int k) {
    int side = picture.getWidth();
    float[] values = new float[side * side * 3];
    for (int i = 0; i < side * side; i++) {
      Color color = new Color(picture.getRGB(i % side, i / side));
      int[] rgb = {color.getRed(), color.getGreen(), color.getBlue()};
      for (int channel = 0; channel < 3; channel++) {
        values[3 * i + channel] = (float) (rgb[channel] + shift(colors, component, channel, k));
      }
    }
    return Pixels.picture(values, 0);
  }

  private static float[] values(FloatNdArray mean) {
    float[] values = new float[(int) mean.size()];
    mean.copyTo(DataBuffers.of(values));
    return values;
  }
}
