package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.alexnet.data.source.Split;

/**
 * The images of one file of a data set. {@link ShardWriter} makes the file, wherever it runs.
 *
 * @param split the split that they belong to
 * @param index number of the shard, counted from 0
 * @param count number of shards of the split
 * @param images in the order of the file; the list may make each when it is asked for it, so that
 *     millions need not exist at once
 */
public record Shard(Split split, int index, int count, List<SourceImage> images)
    implements Serializable {
  /** Checks the numbers. */
  public Shard {
    checkArgument(
        index >= 0 && index < count, "index must be in 0..%s, found %s", count - 1, index);
  }

  /**
   * Returns the shards of a split, of one size but for an image.
   *
   * @param images all of the split, in the order of the shards
   * @param imagesPerShard about how many a shard should have
   */
  static ImmutableList<Shard> divide(Split split, List<SourceImage> images, int imagesPerShard) {
    int count = Math.max(1, (images.size() + imagesPerShard / 2) / imagesPerShard);
    ImmutableList.Builder<Shard> shards = ImmutableList.builder();
    for (int index = 0; index < count; index++) {
      int from = (int) ((long) images.size() * index / count);
      int to = (int) ((long) images.size() * (index + 1) / count);
      shards.add(new Shard(split, index, count, images.subList(from, to)));
    }
    return shards.build();
  }

  /** Returns the name of the file: {@code train-00000-of-01025}. */
  public String fileName() {
    return String.format(Locale.ROOT, "%s-%05d-of-%05d", split.prefix(), index, count);
  }

  /**
   * Returns SHA-256 of what is known of the images without reading them: names, classes and sizes,
   * in order; in hexadecimal. Of an image whose size cannot be found out the others count.
   */
  public String imagesSha256() {
    Hasher hasher = Hashing.sha256().newHasher();
    for (SourceImage image : images) {
      for (Object part : List.of(image.name(), image.label(), byteCount(image))) {
        hasher.putString(part.toString(), StandardCharsets.UTF_8).putChar('\n');
      }
    }
    return hasher.hash().toString();
  }

  /** What is sent to another machine has the images themselves. */
  private Object writeReplace() {
    return new Shard(split, index, count, ImmutableList.copyOf(images));
  }

  private static long byteCount(SourceImage image) {
    try {
      return image.content().byteCount().orElse(-1);
    } catch (IOException e) { // it will be a bad image when it is read
      return -2;
    }
  }
}
