package org.alexnet.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The headers of the files that are stored: quality 95 and colors at full resolution. */
class StoredJpegTest {
  /** ITU-T T.81, tables K.1 and K.2, the first row of each. */
  private static final int[][] STANDARD = {
    {16, 11, 10, 16, 24, 40, 51, 61}, {17, 18, 24, 47, 99, 99, 99, 99}
  };

  /** Where the first row's values are in a file: it has them in zigzag order. */
  private static final int[] ZIGZAG = {0, 1, 5, 6, 14, 15, 27, 28};

  @Test
  void areJpegOfQuality95WithColorsAtFullResolution() throws IOException {
    byte[] jpeg;
    try (StoredImages images = new StoredImages(StoredFormat.ofSize(16))) {
      jpeg =
          images.of(HandMadeImages.encoded(HandMadeImages.palette(), "png"), "picture").encoded();
    }

    List<byte[]> tables = new ArrayList<>();
    byte[] frame = null;
    ByteBuffer file = ByteBuffer.wrap(jpeg).position(2);
    for (int marker = file.getShort() & 0xffff;
        marker != 0xffda;
        marker = file.getShort() & 0xffff) {
      byte[] segment = new byte[(file.getShort() & 0xffff) - 2];
      file.get(segment);
      if (marker == 0xffdb) {
        tables.add(segment);
      } else if (marker >= 0xffc0 && marker <= 0xffc2) {
        frame = segment;
      }
    }

    assertThat(tables).hasSize(2);
    for (int table = 0; table < 2; table++) {
      for (int i = 0; i < 8; i++) {
        int expected = (STANDARD[table][i] * (200 - 2 * 95) + 50) / 100; // libjpeg's scale
        assertThat(tables.get(table)[1 + ZIGZAG[i]]).isEqualTo((byte) Math.max(1, expected));
      }
    }
    assertThat(frame).isNotNull();
    assertThat(frame[5]).as("components").isEqualTo((byte) 3);
    for (int component = 0; component < 3; component++) {
      assertThat(frame[7 + 3 * component]).as("sampling").isEqualTo((byte) 0x11);
    }
  }

  @Test
  void aSizeThatOnlyTheDecoderSeesIsRefused() throws IOException {
    byte[] jpeg = HandMadeImages.jpegOfTwoSizes(8_000, 8_001);
    assertThat(ImageInspector.inspect(jpeg, "picture"))
        .isEqualTo(new ImageInspector("JPEG", 64, 48));

    try (StoredImages images = new StoredImages(StoredFormat.ofSize(16))) {
      assertThatThrownBy(() -> images.of(jpeg, "picture"))
          .isInstanceOf(BadImageException.class)
          .hasMessageContaining("the image has more than 64 megapixels; scale it down");
    }
  }
}
