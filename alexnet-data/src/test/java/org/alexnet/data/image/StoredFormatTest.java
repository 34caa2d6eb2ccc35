package org.alexnet.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.alexnet.data.StoredFormatCodec;
import org.alexnet.data.proto.StoredFormatProto;
import org.junit.jupiter.api.Test;

class StoredFormatTest {
  private static final StoredFormat USUAL = StoredFormat.ofSize(32);

  @Test
  void eachWithChangesOneThing() {
    assertThat(USUAL)
        .isEqualTo(
            new StoredFormat(32, Fit.CROP, ResizeFilter.TRIANGLE, Encoding.JPEG, 95, Chroma.FULL));
    assertThat(
            USUAL
                .withSize(8)
                .withFit(Fit.PAD)
                .withFilter(ResizeFilter.CUBIC)
                .withEncoding(Encoding.PNG)
                .withQuality(7)
                .withChroma(Chroma.HALF))
        .isEqualTo(new StoredFormat(8, Fit.PAD, ResizeFilter.CUBIC, Encoding.PNG, 7, Chroma.HALF));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> USUAL.withQuality(101))
        .hasMessage("quality must be between 1 and 100, found 101");
    assertThatThrownBy(() -> USUAL.withQuality(0))
        .hasMessage("quality must be between 1 and 100, found 0");
    assertThatThrownBy(() -> USUAL.withSize(2049))
        .hasMessage("imageSize must be in 1..2048, found 2049");
  }

  @Test
  void aManifestTellsAllOfIt() {
    for (Fit fit : Fit.values()) {
      for (ResizeFilter filter : ResizeFilter.values()) {
        StoredFormat jpeg =
            USUAL.withFit(fit).withFilter(filter).withQuality(90).withChroma(Chroma.HALF);
        StoredFormat png = USUAL.withFit(fit).withFilter(filter).withEncoding(Encoding.PNG);

        assertThat(StoredFormatCodec.fromProto(32, StoredFormatCodec.toProto(jpeg)))
            .isEqualTo(jpeg);
        assertThat(StoredFormatCodec.fromProto(32, StoredFormatCodec.toProto(png))).isEqualTo(png);
      }
    }
  }

  @Test
  void aManifestOfBeforeThereWasAChoiceMeansTheUsual() {
    assertThat(StoredFormatCodec.fromProto(32, StoredFormatProto.getDefaultInstance()))
        .isEqualTo(USUAL);
    assertThatThrownBy(
            () ->
                StoredFormatCodec.fromProto(
                    32, StoredFormatProto.newBuilder().setFit("stretch").build()))
        .hasMessage("fit must be one of [crop, warp, pad], found stretch");
  }

  @Test
  void textsNameWhatCounts() {
    assertThat(USUAL)
        .hasToString("32x32 pixels, fit crop, filter triangle, JPEG of quality 95, chroma 4:4:4");
    assertThat(USUAL.withEncoding(Encoding.PNG).withFit(Fit.PAD))
        .hasToString("32x32 pixels, fit pad, filter triangle, PNG");
  }
}
