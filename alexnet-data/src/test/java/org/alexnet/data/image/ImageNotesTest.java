package org.alexnet.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Arrays;
import org.alexnet.data.image.StoredImages.StoredImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files out of the ordinary: what is stored of them, and what is noted. */
class ImageNotesTest {
  private static final int SIZE = 8;
  private static final StoredImages IMAGES =
      new StoredImages(StoredFormat.ofSize(SIZE).withFit(Fit.WARP).withEncoding(Encoding.PNG));
  private static final BufferedImage PICTURE = TestImages.picture(SIZE, SIZE, 4);

  @AfterAll
  static void close() {
    IMAGES.close();
  }

  private static StoredImage stored(byte[] file, String name) throws BadImageException {
    return IMAGES.of(file, name);
  }

  private static byte[] encoded(BufferedImage image, String format) {
    return TestImages.encoded(image, format);
  }

  @Test
  void nothingIsNotedOfAnOrdinaryFile() throws IOException {
    assertThat(stored(encoded(PICTURE, "png"), "a.png").notes()).isEmpty();
    assertThat(stored(encoded(PICTURE, "jpg"), "a.JPEG").notes()).isEmpty();
    assertThat(stored(encoded(PICTURE, "jpg"), "images of a file: 7").notes()).isEmpty();
  }

  @Test
  void aPngNamedJpegIsReadByItsContent() throws IOException {
    StoredImage image = stored(encoded(PICTURE, "png"), "n02105855_2933.JPEG");

    assertThat(image.notes()).containsExactly(ImageNote.NAMED_AS_ANOTHER_FORMAT);
    assertThat(pixel(image, 3, 5)).isEqualTo(PICTURE.getRGB(3, 5) & 0xffffff);
  }

  private static int pixel(StoredImage image, int x, int y) {
    byte[] pixels = image.pixels();
    int i = 3 * (y * SIZE + x);
    return (pixels[i] & 255) << 16 | (pixels[i + 1] & 255) << 8 | (pixels[i + 2] & 255);
  }

  /** Where the upright pixel at (x, y) = (5, 2) is in the file; from EXIF 2.3, table 6. */
  @ParameterizedTest
  @CsvSource({"2, 2, 2", "3, 2, 5", "4, 5, 5", "5, 2, 5", "6, 2, 2", "7, 5, 2", "8, 5, 5"})
  void aJpegIsTurnedUpright(int orientation, int x, int y) throws IOException {
    byte[] jpeg = encoded(PICTURE, "jpg");
    StoredImage lying = stored(jpeg, "a.jpg");

    StoredImage upright = stored(HandMadeImages.withExif(jpeg, orientation), "a.jpg");

    assertThat(upright.notes()).containsExactly(ImageNote.TURNED_UPRIGHT);
    assertThat(pixel(upright, 5, 2)).isEqualTo(pixel(lying, x, y));
  }

  @Test
  void orientationsThatAreNoneAreLeft() throws IOException {
    byte[] jpeg = encoded(PICTURE, "jpg");

    for (int orientation : new int[] {0, 1, 9}) {
      StoredImage image = stored(HandMadeImages.withExif(jpeg, orientation), "a.jpg");

      assertThat(image.notes()).isEmpty();
      assertThat(image.pixels()).isEqualTo(stored(jpeg, "a.jpg").pixels());
    }
  }

  @Test
  void fourInksBecomeRgb() throws IOException {
    byte[] jpeg = HandMadeImages.jpegOfFourChannels(SIZE, 200, 100, 50, 220);
    byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};

    StoredImage inks = stored(jpeg, "a.jpg");
    StoredImage inverted = stored(HandMadeImages.withSegment(jpeg, 0xee, adobe), "a.jpg");

    assertThat(inks.notes()).containsExactly(ImageNote.CMYK);
    assertClose(pixel(inks, 1, 1), 55 * 35 / 255, 155 * 35 / 255, 205 * 35 / 255);
    assertThat(inverted.notes()).containsExactly(ImageNote.CMYK);
    assertClose(pixel(inverted, 1, 1), 200 * 220 / 255, 100 * 220 / 255, 50 * 220 / 255);
  }

  @Test
  void lumaAndChromaOfInksAreTold() throws IOException {
    byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 2};
    byte[] jpeg =
        HandMadeImages.withSegment(
            HandMadeImages.jpegOfFourChannels(SIZE, 90, 128, 128, 255), 0xee, adobe);

    StoredImage image = stored(jpeg, "a.jpg");

    assertThat(image.notes()).containsExactly(ImageNote.YCCK);
    assertClose(pixel(image, 1, 1), 165, 165, 165); // Adobe's are inverted once more
  }

  private static void assertClose(int rgb, int red, int green, int blue) {
    assertThat(rgb >> 16).isCloseTo(red, within(2));
    assertThat(rgb >> 8 & 255).isCloseTo(green, within(2));
    assertThat(rgb & 255).isCloseTo(blue, within(2));
  }

  @Test
  void grayProgressivePaletteAndTransparencyAreNoted() throws IOException {
    BufferedImage gray = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    gray.getRaster().setSample(2, 1, 0, 77);

    StoredImage png = stored(encoded(gray, "png"), "a.png");

    assertThat(png.notes()).containsExactly(ImageNote.GRAY);
    assertThat(pixel(png, 2, 1)).isEqualTo(0x4d4d4d);
    assertThat(stored(encoded(gray, "jpg"), "a.jpg").notes()).containsExactly(ImageNote.GRAY);
    assertThat(stored(HandMadeImages.progressiveJpeg(PICTURE), "a.jpg").notes())
        .containsExactly(ImageNote.PROGRESSIVE);
    assertThat(stored(HandMadeImages.encoded(HandMadeImages.palette(), "png"), "a.png").notes())
        .containsExactly(ImageNote.PALETTE, ImageNote.TRANSPARENT, ImageNote.ENLARGED);
  }

  @Test
  void colorsBehindTransparencyAreKept() throws IOException {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(4, 6, 0x00123456);
    image.setRGB(4, 7, 0x80abcdef);

    StoredImage stored = stored(encoded(image, "png"), "a.png");

    assertThat(stored.notes()).containsExactly(ImageNote.TRANSPARENT);
    assertThat(pixel(stored, 4, 6)).isEqualTo(0x123456);
    assertThat(pixel(stored, 4, 7)).isEqualTo(0xabcdef);
  }

  @Test
  void ofSixteenBitsTheUpperEightAreKept() throws IOException {
    ComponentColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = colors.createCompatibleWritableRaster(SIZE, SIZE);
    raster.setPixel(1, 2, new int[] {0x12ff, 0x80ff, 0xfe00});

    StoredImage image = stored(encoded(new BufferedImage(colors, raster, false, null), "png"), "a");

    assertThat(image.notes()).containsExactly(ImageNote.SIXTEEN_BITS);
    assertThat(pixel(image, 1, 2)).isEqualTo(0x1280fe);
  }

  @Test
  void aFileThatIsCutShortIsRefusedWhereverItIsCut() {
    byte[] jpeg = encoded(TestImages.picture(200, 160, 3), "jpg");

    for (int percent : new int[] {30, 50, 80, 95, 99}) {
      byte[] cut = Arrays.copyOf(jpeg, jpeg.length * percent / 100);

      assertThatThrownBy(() -> stored(cut, "a.jpg"))
          .as(percent + " %")
          .isInstanceOf(BadImageException.class)
          .hasMessageStartingWith("a.jpg ");
    }
  }
}
