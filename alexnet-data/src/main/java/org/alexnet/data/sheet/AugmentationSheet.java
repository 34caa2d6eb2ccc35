package org.alexnet.data.sheet;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.alexnet.common.Numbers;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.AugmentedViews;
import org.alexnet.data.AugmentedViews.Mean;
import org.alexnet.data.AugmentedViews.View;
import org.alexnet.data.Dataset;
import org.alexnet.data.StoredRecord;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.data.image.StoredImages;

/** One image under every augmentation; columns are uses of it that draw the same numbers. */
final class AugmentationSheet {
  private static final int COLUMNS = 8;
  private static final int DRAWS = COLUMNS - 1;

  /** Of the PCA color augmentation: the paper's, and more. */
  private static final ImmutableList<Double> STRENGTHS = ImmutableList.of(0.1, 0.3, 1.0);

  /** What stands for 0 where the mean is subtracted. */
  private static final float MIDDLE = 128;

  private final Dataset dataset;
  private final StoredRecord image;
  private final int cropSize;
  private final long seed;

  private AugmentationSheet(Dataset dataset, StoredRecord image, int cropSize, long seed) {
    this.dataset = dataset;
    this.image = image;
    this.cropSize = cropSize;
    this.seed = seed;
  }

  static BufferedImage draw(Dataset dataset, StoredRecord image, int cropSize, long seed)
      throws IOException {
    return new AugmentationSheet(dataset, image, cropSize, seed).draw();
  }

  private BufferedImage draw() throws IOException {
    Augmentation varied = Augmentation.none().withRandomCrop(true).withFlip(true);
    Augmentation paper = varied.withPcaStd(0.1);
    Augmentation code = paper.withPcaScale(PcaScale.STANDARD_DEVIATION).withPcaDivided(true);
    Sheet sheet = new Sheet(COLUMNS);
    sheet.add("Random crops and flips, and where they are in the stored image", crops(varied));
    for (double strength : STRENGTHS) {
      sheet.add(
          "PCA color, " + Numbers.brief(strength) + " eigenvalues of pixels in 0..1 (paper: 0.1)",
          colors(Augmentation.none().withPcaStd(strength)));
    }
    for (double strength : STRENGTHS) {
      sheet.add(
          "PCA color, "
              + Numbers.brief(strength)
              + " standard deviations, then divided by "
              + Numbers.brief(1 + strength)
              + " (authors' code: 0.1)",
          colors(
              Augmentation.none()
                  .withPcaScale(PcaScale.STANDARD_DEVIATION)
                  .withPcaDivided(true)
                  .withPcaStd(strength)));
    }
    sheet.add(
        "What the network sees by the paper: the mean of each place subtracted (gray is 0)",
        seen(paper));
    sheet.add(
        "What the network sees by the code: the mean's center subtracted, all divided by 1.1 (gray is 0)",
        seen(code.withMean(MeanPlace.CENTER)));
    return sheet.draw();
  }

  private List<Tile> crops(Augmentation varied) throws IOException {
    List<Tile> tiles = new ArrayList<>();
    List<int[]> corners = new ArrayList<>();
    List<View> unflipped = views(varied.withFlip(false), Mean.KEPT, DRAWS);
    List<View> views = views(varied, Mean.KEPT, DRAWS);
    for (int i = 0; i < DRAWS; i++) {
      View view = views.get(i);
      corners.add(new int[] {view.top(), view.left()});
      boolean mirrored = !Arrays.equals(view.pixels(), unflipped.get(i).pixels());
      tiles.add(
          new Tile(
              Pixels.picture(view.pixels(), 0),
              "from " + view.top() + ", " + view.left() + (mirrored ? ", mirrored" : ""),
              Optional.of(TenCropSheet.COLORS.get(i))));
    }
    try (StoredImages stored = new StoredImages(dataset.storedFormat())) {
      BufferedImage whole = SampleSheet.picture(stored, image);
      tiles.add(
          0,
          new Tile(
              TenCropSheet.framed(whole, corners, cropSize), SampleSheet.caption(dataset, image)));
    }
    return tiles;
  }

  /** The center crop as it is, and colored; the mean is added again to what the network sees. */
  private List<Tile> colors(Augmentation varied) throws IOException {
    List<Tile> tiles = new ArrayList<>();
    View plain = views(Augmentation.none(), Mean.KEPT, 1).get(0);
    View seen = views(Augmentation.none(), Mean.SUBTRACTED, 1).get(0);
    tiles.add(tile(plain, 0));
    for (View view : views(varied, Mean.SUBTRACTED, DRAWS)) {
      float[] pixels = view.pixels().clone();
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] += plain.pixels()[i] - seen.pixels()[i];
      }
      tiles.add(new Tile(Pixels.picture(pixels, 0), ""));
    }
    return tiles;
  }

  private List<Tile> seen(Augmentation varied) throws IOException {
    List<Tile> tiles = new ArrayList<>();
    Augmentation plain = Augmentation.none().withMean(varied.mean());
    tiles.add(tile(views(plain, Mean.SUBTRACTED, 1).get(0), MIDDLE));
    for (View view : views(varied, Mean.SUBTRACTED, DRAWS)) {
      tiles.add(tile(view, MIDDLE));
    }
    return tiles;
  }

  private static Tile tile(View view, float plus) {
    return new Tile(Pixels.picture(view.pixels(), plus), "");
  }

  private List<View> views(Augmentation varied, Mean mean, int count) throws IOException {
    try (AugmentedViews views = new AugmentedViews(dataset, cropSize, varied, seed, mean)) {
      List<View> all = new ArrayList<>();
      for (int place = 0; place < count; place++) {
        all.add(views.at(image.encoded(), place));
      }
      return all;
    }
  }
}
