package org.alexnet.data.sheet;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.alexnet.data.Dataset;
import org.alexnet.data.StoredRecord;
import org.alexnet.data.image.StoredImages;
import org.alexnet.data.source.Split;

/** Some images and their classes. */
final class SampleSheet {
  private static final int COLUMNS = 8;

  private SampleSheet() {}

  static BufferedImage draw(Dataset dataset, List<StoredRecord> images) throws IOException {
    List<Tile> tiles = new ArrayList<>();
    try (StoredImages stored = new StoredImages(dataset.storedFormat())) {
      for (StoredRecord image : images) {
        tiles.add(new Tile(picture(stored, image), caption(dataset, image)));
      }
    }
    String title =
        String.format(
            Locale.ROOT,
            "%d of %,d training images of %,d classes, %dx%d pixels",
            images.size(),
            dataset.imageCount(Split.TRAIN),
            dataset.classCount(),
            dataset.imageSize(),
            dataset.imageSize());
    return new Sheet(COLUMNS).add(title, tiles).draw();
  }

  /** Returns a stored image. */
  static BufferedImage picture(StoredImages stored, StoredRecord image) throws IOException {
    byte[] bytes = stored.decode(image.encoded().toByteArray(), image.name());
    float[] values = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return Pixels.picture(values, 0);
  }

  /** Returns the name of a class up to its first comma, as in the paper's figure 4. */
  static String caption(Dataset dataset, StoredRecord image) {
    String label = dataset.labels().label(image.label());
    int comma = label.indexOf(',');
    return comma > 0 ? label.substring(0, comma) : label;
  }
}
