package org.alexnet.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

class BoundedImageTest {
  private static final Graph GRAPH = new Graph();
  private static final Placeholder<TString> FILE =
      Ops.create(GRAPH).placeholder(TString.class, Placeholder.shape(Shape.scalar()));
  private static final Operand<TUint8> PIXELS = Preprocessing.decode(Ops.create(GRAPH), FILE);
  private static final Session SESSION = new Session(GRAPH);

  @AfterAll
  static void close() {
    SESSION.close();
    GRAPH.close();
  }

  @Test
  void decodesEveryKindOfJpegAndPng() throws IOException {
    BufferedImage rgb = new BufferedImage(9, 5, BufferedImage.TYPE_INT_RGB);
    BufferedImage gray = new BufferedImage(9, 5, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage deep = new BufferedImage(9, 5, BufferedImage.TYPE_USHORT_GRAY);
    BufferedImage dot = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

    assertDecodes(HandMadeImages.encoded(rgb, "jpeg"), 9, 5);
    assertDecodes(HandMadeImages.encoded(rgb, "png"), 9, 5);
    assertDecodes(HandMadeImages.encoded(gray, "jpeg"), 9, 5);
    assertDecodes(HandMadeImages.progressiveJpeg(rgb), 9, 5);
    assertDecodes(HandMadeImages.encoded(HandMadeImages.palette(), "png"), 8, 2);
    assertDecodes(HandMadeImages.encoded(deep, "png"), 9, 5);
    assertDecodes(HandMadeImages.encoded(dot, "jpeg"), 1, 1);
    assertDecodes(HandMadeImages.encoded(dot, "png"), 1, 1);
  }

  @Test
  void theFormatAndTheColorsOfAPaletteStayWhatTheyAre() throws IOException {
    byte[] found = new byte[8 * 2 * 3];
    byte[] png = ImageFiles.decodable(HandMadeImages.encoded(HandMadeImages.palette(), "gif"), "x");
    decode(png, pixels -> pixels.asRawTensor().data().read(found));

    for (int x = 0; x < 8; x++) {
      int color = HandMadeImages.PALETTE[x];
      int expected = color >>> 24 == 0 ? 0 : color & 0xffffff;
      int rgb =
          (found[3 * x] & 255) << 16 | (found[3 * x + 1] & 255) << 8 | (found[3 * x + 2] & 255);
      assertThat(rgb).as("pixel %s", x).isEqualTo(expected);
    }
  }

  @Test
  void refusesAClaimOfTooManyPixels() throws IOException {
    String message = "the image has more than 64 megapixels; scale it down";

    assertRefused(HandMadeImages.pngClaiming(12_000, 12_000), message);
    assertRefused(HandMadeImages.jpegClaiming(12_000, 12_000), message);
    assertRefused(HandMadeImages.pngClaiming(Integer.MAX_VALUE, Integer.MAX_VALUE), message);
    assertRefused(HandMadeImages.jpegClaiming(65_500, 65_500), message);
    assertRefused(HandMadeImages.pngClaiming(1, 64_000_001), message);
    assertRefused(HandMadeImages.pngClaiming(64_000_001, 1), message);
  }

  @Test
  void sixtyFourMegapixelsAreNotTooMany() throws IOException {
    for (byte[] claim :
        List.of(
            HandMadeImages.pngClaiming(8_000, 8_000), HandMadeImages.jpegClaiming(8_000, 8_000))) {
      Throwable thrown = catchThrowable(() -> decode(claim, pixels -> {}));
      assertThat(String.valueOf(thrown)).doesNotContain("megapixels"); // of the missing pixels
    }
    assertRefused(
        HandMadeImages.jpegClaiming(8_000, 8_001),
        "the image has more than 64 megapixels; scale it down");
  }

  @Test
  void refusesWhatIsNeitherJpegNorPng() throws IOException {
    String message = "the image is neither JPEG nor PNG; convert it";

    assertRefused(new byte[0], message);
    assertRefused(new byte[1], message);
    assertRefused("no image".getBytes(StandardCharsets.UTF_8), message);
    assertRefused(HandMadeImages.encoded(HandMadeImages.palette(), "gif"), message);
  }

  private static void assertDecodes(byte[] file, int width, int height) {
    decode(file, pixels -> assertThat(pixels.shape()).isEqualTo(Shape.of(height, width, 3)));
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> decode(file, pixels -> {})).hasMessageContaining(message);
  }

  private static void decode(byte[] file, java.util.function.Consumer<TUint8> use) {
    try (TString input = TString.tensorOfBytes(NdArrays.scalarOfObject(file));
        Result result = SESSION.runner().feed(FILE, input).fetch(PIXELS).run()) {
      use.accept((TUint8) result.get(0));
    }
  }
}
