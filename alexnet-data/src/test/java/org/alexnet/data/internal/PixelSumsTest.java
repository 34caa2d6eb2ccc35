package org.alexnet.data.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Longs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.alexnet.data.proto.PixelTotals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelSumsTest {
  /** Odd sides leave bytes over; 257x257 pixels are more than are added at once. */
  @ParameterizedTest
  @CsvSource({"1,3", "2,300", "3,600", "5,258", "8,257", "257,2"})
  void areThoseOfOnePixelAfterAnother(int size, int count) {
    Random random = new Random(size);
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] image = new byte[3 * size * size];
      random.nextBytes(image);
      images.add(image);
    }

    assertSums(size, images);
  }

  /** Nothing overflows where every byte is the largest. */
  @ParameterizedTest
  @CsvSource({"3,1000", "300,3"})
  void holdWhiteImages(int size, int count) {
    byte[] white = new byte[3 * size * size];
    Arrays.fill(white, (byte) 255);

    assertSums(size, Arrays.asList(arrayOf(white, count)));
  }

  @Test
  void addUpWithThoseOfOtherImages() {
    byte[] image = {1, 2, 3};
    PixelSums all = new PixelSums(1);
    for (int i = 0; i < 300; i++) {
      PixelSums part = new PixelSums(1);
      part.add(image);
      all.add(part.totals());
      all.add(image);
    }

    assertThat(all.totals().getImageCount()).isEqualTo(600);
    assertThat(all.totals().getPerPixelList()).containsExactly(600L, 1200L, 1800L);
    assertThat(all.totals().getProductsList())
        .containsExactly(600L, 1200L, 1800L, 2400L, 3600L, 5400L);
    assertThat(all.rgbMean()[1]).isEqualTo(2);
    assertThat(all.mean().getFloat(0, 0, 2)).isEqualTo(3);
  }

  private static byte[][] arrayOf(byte[] image, int count) {
    byte[][] images = new byte[count][];
    Arrays.fill(images, image);
    return images;
  }

  private static void assertSums(int size, List<byte[]> images) {
    PixelSums sums = new PixelSums(size);
    long[] perPixel = new long[3 * size * size];
    long[] products = new long[6];
    for (byte[] image : images) {
      sums.add(image);
      for (int i = 0; i < image.length; i++) {
        perPixel[i] += Byte.toUnsignedInt(image[i]);
      }
      for (int pixel = 0; pixel < size * size; pixel++) {
        int product = 0;
        for (int i = 0; i < 3; i++) {
          for (int j = i; j < 3; j++) {
            products[product++] +=
                (long) Byte.toUnsignedInt(image[3 * pixel + i])
                    * Byte.toUnsignedInt(image[3 * pixel + j]);
          }
        }
      }
    }
    PixelTotals totals = sums.totals();
    assertThat(totals.getImageCount()).isEqualTo(images.size());
    assertThat(totals.getPerPixelList()).isEqualTo(Longs.asList(perPixel));
    assertThat(totals.getProductsList()).isEqualTo(Longs.asList(products));
  }
}
