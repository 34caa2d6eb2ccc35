package org.alexnet.data.cli;

import org.alexnet.data.image.Chroma;
import org.alexnet.data.image.Encoding;
import org.alexnet.data.image.Fit;
import org.alexnet.data.image.ResizeFilter;
import org.alexnet.data.image.StoredFormat;
import picocli.CommandLine.Option;

/** How images are stored. */
final class StoredFormatOptions {
  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "Side of the stored squares in pixels (default: ${DEFAULT-VALUE}).")
  private int imageSize = 256;

  @Option(
      names = "--fit",
      paramLabel = "FIT",
      description =
          "How an image becomes a square: crop (the shorter side to the size, the center crop),"
              + " warp (both sides to the size) or pad (the longer side to the size, the rest"
              + " black) (default: ${DEFAULT-VALUE}).")
  private Fit fit = Fit.CROP;

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description =
          "How it is resized, with antialiasing: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private ResizeFilter filter = ResizeFilter.TRIANGLE;

  @Option(
      names = "--encoding",
      paramLabel = "FORMAT",
      description =
          "Format of the stored images: ${COMPLETION-CANDIDATES}; png keeps every pixel, for small"
              + " images (default: ${DEFAULT-VALUE}).")
  private Encoding encoding = Encoding.JPEG;

  @Option(
      names = "--quality",
      paramLabel = "NUMBER",
      description = "Quality of JPEG, 1 to 100 (default: 95).")
  private Integer quality;

  @Option(
      names = "--chroma",
      paramLabel = "SAMPLING",
      description = "Resolution of color in JPEG: 4:4:4 or 4:2:0 (default: 4:4:4).")
  private Chroma chroma;

  /**
   * Returns the format.
   *
   * @throws IllegalArgumentException if a number is out of its range, or options of JPEG are given
   *     for PNG
   */
  StoredFormat format() {
    StoredFormat format =
        StoredFormat.ofSize(imageSize).withFit(fit).withFilter(filter).withEncoding(encoding);
    if (encoding == Encoding.PNG && (quality != null || chroma != null)) {
      throw new IllegalArgumentException(
          (quality != null ? "--quality" : "--chroma") + " is of JPEG; --encoding is png");
    }
    if (quality != null) {
      format = format.withQuality(quality);
    }
    return chroma == null ? format : format.withChroma(chroma);
  }
}
