package org.alexnet.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DecodableImagesTest {
  private static final BufferedImage PICTURE = HandMadeImages.palette();

  @Test
  void noProductOfSidesIsTooLargeToBeSeen() throws IOException {
    ImageInspector.requireBounded(8000, 8000, "image");
    for (int side : new int[] {8001, 46_341, 65_500, 65_536, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> ImageInspector.requireBounded(side, side, "image"))
          .isInstanceOf(BadImageException.class)
          .hasMessage("image has " + side + "x" + side + " pixels; at most 64 megapixels are read");
    }
  }

  @Test
  void jpegAndPngPassUnchanged() throws IOException {
    BufferedImage rgb = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (String format : List.of("jpeg", "png")) {
      byte[] file = HandMadeImages.encoded(rgb, format);

      assertThat(ImageFiles.decodable(file, "x")).isSameAs(file);
    }
  }

  @Test
  void aGifBecomesAPngOfTheColorsOfItsPalette() throws IOException {
    byte[] png = ImageFiles.decodable(HandMadeImages.encoded(PICTURE, "gif"), "x");

    assertThat(ImageInspector.inspect(png, "x")).isEqualTo(new ImageInspector("PNG", 8, 2));
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(png));
    for (int x = 0; x < 8; x++) {
      int color = HandMadeImages.PALETTE[x];
      int expected = color >>> 24 == 0 ? 0xff000000 : color; // what is transparent is black
      assertThat(decoded.getRGB(x, 0)).as("pixel %s", x).isEqualTo(expected);
      assertThat(decoded.getRGB(7 - x, 1)).as("pixel %s", x).isEqualTo(expected);
    }
  }

  @Test
  void theFrameOfAGifIsBounded() throws IOException {
    assertRefused(
        HandMadeImages.gifWithFrame(0, 0, 20_000, 20_000),
        "x has 20000x20000 pixels; at most 64 megapixels are read");
  }

  @Test
  void refusesAGifOfManyFrames() throws IOException {
    assertRefused(
        HandMadeImages.gifOfFrames(12),
        "x is a GIF image of 12 frames; only those of one frame are read");
  }

  @Test
  void refusesAnAnimatedPng() throws IOException {
    assertRefused(
        HandMadeImages.animated(HandMadeImages.encoded(PICTURE, "png")),
        "x is an animated PNG image; only those of one frame are read");
  }

  @Test
  void refusesAGifWhoseFrameDoesNotFillIt() throws IOException {
    assertRefused(
        HandMadeImages.gifWithFrame(0, 0, 7, 2),
        "x is a GIF image whose frame of 7x2 pixels at 0,0 does not fill its 8x2 pixels");
    assertRefused(
        HandMadeImages.gifWithFrame(1, 0, 8, 2),
        "x is a GIF image whose frame of 8x2 pixels at 1,0 does not fill its 8x2 pixels");
    assertRefused(
        HandMadeImages.gifWithFrame(0, 1, 8, 2),
        "x is a GIF image whose frame of 8x2 pixels at 0,1 does not fill its 8x2 pixels");
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> ImageFiles.decodable(file, "x"))
        .isInstanceOf(BadImageException.class)
        .hasMessage(message);
  }

  @Test
  void whateverTheBytesTheyPassOrAreRefusedByName() throws IOException {
    Random random = new Random(11);
    for (String format : List.of("jpeg", "png", "gif")) {
      byte[] whole =
          HandMadeImages.encoded(
              format.equals("jpeg") ? new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB) : PICTURE,
              format);
      for (int cut = 0; cut < whole.length; cut++) {
        passOrRefuse(Arrays.copyOf(whole, cut), format + " cut at " + cut);
      }
      for (int i = 0; i < 2000; i++) {
        byte[] damaged = whole.clone();
        int at = random.nextInt(whole.length);
        damaged[at] = (byte) random.nextInt();
        passOrRefuse(damaged, format + " damaged at " + at + " with " + damaged[at]);
      }
    }
  }

  private static void passOrRefuse(byte[] file, String what) {
    try {
      ImageFiles.decodable(file, what);
    } catch (BadImageException e) {
      assertThat(e).hasMessageStartingWith(what + " ");
      assertThat(e.getMessage().lines()).hasSize(1);
    }
  }
}
