package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Serializable;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.image.StoredImages;
import org.alexnet.data.source.LabelMap;

/**
 * How the images of every shard of a data set are stored.
 *
 * @param labels the names of the classes
 * @param imageSize side of the squares, in pixels
 * @param badImages what to do with images that cannot be read
 */
public record ShardOptions(LabelMap labels, int imageSize, BadImages badImages)
    implements Serializable {

  /** Checks the size. */
  public ShardOptions {
    checkArgument(
        imageSize >= 1 && imageSize <= StoredImages.MOST_PIXELS_A_SIDE,
        "imageSize must be in 1..%s, found %s",
        StoredImages.MOST_PIXELS_A_SIDE,
        imageSize);
  }
}
